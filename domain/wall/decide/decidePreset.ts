import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { PresetId } from '#protocol/nouns/ids.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import { sees } from '../../access/viewer.ts';
import { expectVersion, found, type Decision } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { checkLayouts } from './checkLayout.ts';
import type { WallCaller } from './decideWall.ts';

type SaveInput = Omit<RequestData<'preset.save'>, 'commandId'>;

/** Under a new id, or over an old one. Errors: notFound, conflict, forbidden, badLayout, badInput, presetKeyTaken (`name`). */
export function savePreset(state: HallState, input: SaveInput & { readonly newId: PresetId }, caller: WallCaller): Decision<{ preset: Preset }> {
  const { presetId, expectedVersion, newId, ...facts } = input;
  const before = presetId === null ? undefined : own(state, presetId, caller);
  expectVersion(before, expectedVersion);
  const owner = before === undefined || facts.scope === 'person' ? ownerOf(caller) : { ownerId: before.ownerId, ownerName: before.ownerName };
  checkScope(state, facts, caller);
  checkLayouts(state, caller.courtCode, facts.slots);
  const id = presetId ?? newId;
  const rival = facts.key === null ? undefined : state.presets.find((other) => other.presetId !== id && other.key === facts.key && sharesKeys(other, { ...facts, ...owner, courtCode: caller.courtCode }));
  if (rival !== undefined) {
    throw new AppError('presetKeyTaken', { params: { name: rival.name } });
  }
  return {
    events: [{ name: 'preset.saved', subject: `preset/${id}`, courtCode: caller.courtCode, data: { ...facts, ...owner } }],
    answer: (after) => ({ preset: found(after.presets.get(id), 'preset') }),
  };
}

/** Errors: notFound, conflict, forbidden. */
export function removePreset(state: HallState, { presetId, expectedVersion }: Omit<RequestData<'preset.remove'>, 'commandId'>, caller: WallCaller): Decision<Record<string, never>> {
  expectVersion(own(state, presetId, caller), expectedVersion);
  return { events: [{ name: 'preset.removed', subject: `preset/${presetId}`, courtCode: caller.courtCode, data: {} }], answer: () => ({}) };
}

/** One that the caller may change. */
function own(state: HallState, presetId: PresetId, caller: WallCaller): Preset {
  const preset = found(state.presets.get(presetId), 'preset');
  if (preset.courtCode !== caller.courtCode) {
    throw new AppError('notFound', { params: { what: 'preset' } });
  }
  if (preset.scope === 'person' && preset.ownerId !== caller.userId) {
    throw new AppError('forbidden');
  }
  return preset;
}

function ownerOf({ userId, name }: WallCaller): Pick<Preset, 'ownerId' | 'ownerName'> {
  if (userId === null) {
    throw new AppError('forbidden');
  }
  return { ownerId: userId, ownerName: name };
}

function checkScope(state: HallState, { scope, operationId }: Pick<Preset, 'scope' | 'operationId'>, { courtCode }: WallCaller): void {
  if ((scope === 'operation') !== (operationId !== null)) {
    throw new AppError('badInput', { params: { path: 'operationId' }, detail: 'an operation is named for scope operation, and for no other' });
  }
  if (operationId !== null && !sees(courtCode, found(state.operations.get(operationId), 'operation').courtCode)) {
    throw new AppError('notFound', { params: { what: 'operation' } });
  }
}

/** Keys are told apart by whose they are: one person's, the court's, an operation's. */
function sharesKeys(one: Preset, other: Pick<Preset, 'courtCode' | 'scope' | 'operationId' | 'ownerId'>): boolean {
  return one.courtCode === other.courtCode && one.scope === other.scope && one.operationId === other.operationId && (one.scope !== 'person' || one.ownerId === other.ownerId);
}
