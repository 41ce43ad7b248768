import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { Fence } from '#protocol/alarms/fences.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, FenceId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import { expectVersion, found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { checkRing } from './ring.ts';

type Of<Name extends 'fence.draw' | 'fence.change' | 'fence.remove'> = Omit<RequestData<Name>, 'commandId'>;
type Facts = Omit<Of<'fence.draw'>, 'courtCode'>;
type Answer = { fence: Fence };

/** Less is what one fix after another comes to, ms. */
const LEAST_AFTER_MS = 1_000;

/** Errors: badRing, badPeriod, badInput, notFound (a unit or an operation of another court). */
export function drawFence(state: HallState, { fenceId, courtCode, ...facts }: Of<'fence.draw'> & { fenceId: FenceId }): Decision<Answer> {
  return decided('fence.drawn', { fenceId, courtCode }, checked(state, courtCode, facts));
}

/** Errors: notFound, conflict, and those of drawing. */
export function changeFence(state: HallState, { fenceId, expectedVersion, ...facts }: Of<'fence.change'>): Decision<Answer> {
  const { courtCode } = present(state, { fenceId, expectedVersion });
  return decided('fence.changed', { fenceId, courtCode }, checked(state, courtCode, facts));
}

/** Errors: notFound, conflict. */
export function removeFence(state: HallState, { fenceId, expectedVersion, reason }: Of<'fence.remove'>): Decision<RequestOutput<'fence.remove'>> {
  const { courtCode } = present(state, { fenceId, expectedVersion });
  return { events: [{ name: 'fence.removed', subject: `fence/${fenceId}`, courtCode, data: { reason } }], answer: () => ({}) };
}

function present(state: HallState, { fenceId, expectedVersion }: { readonly fenceId: FenceId; readonly expectedVersion: number }): Fence {
  const fence = found(state.fences.get(fenceId), 'fence');
  expectVersion(fence, expectedVersion);
  return fence;
}

/** A fence is about what its own court sees: its alarms go there. */
function checked(state: HallState, courtCode: CourtCode, facts: Facts): Facts {
  checkRing(facts.ring);
  if (facts.activeFrom !== null && facts.activeTo !== null && facts.activeTo <= facts.activeFrom) {
    throw new AppError('badPeriod');
  }
  const takesTime = facts.kind === 'dwell' || facts.kind === 'empty';
  if (takesTime && facts.afterMs < LEAST_AFTER_MS) {
    throw new AppError('badInput', { params: { path: 'afterMs' } });
  }
  for (const unitId of facts.unitIds ?? []) {
    expectOwn(courtCode, state.units.get(unitId), 'unit');
  }
  if (facts.operationId !== null) {
    expectOwn(courtCode, state.operations.get(facts.operationId), 'operation');
  }
  return { ...facts, afterMs: takesTime ? facts.afterMs : 0 };
}

function expectOwn(courtCode: CourtCode, object: { readonly courtCode: CourtCode } | undefined, what: string): void {
  found(object !== undefined && sees(courtCode, object.courtCode) ? object : undefined, what);
}

function decided(name: 'fence.drawn' | 'fence.changed', { fenceId, courtCode }: { readonly fenceId: FenceId; readonly courtCode: CourtCode }, data: Facts): Decision<Answer> {
  return { events: [{ name, subject: `fence/${fenceId}`, courtCode, data }], answer: (after) => ({ fence: found(after.fences.get(fenceId), 'fence') }) };
}
