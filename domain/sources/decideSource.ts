import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { SourceAddress, SourceRecord } from '#protocol/media/sources.ts';
import type { SourceId, UnitId } from '#protocol/nouns/ids.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

/** A unit may have as many as it may have feeds. */
const MAX_SOURCES_PER_UNIT = 8;

type Answer = { source: SourceRecord };
type Input<Name extends 'add' | 'change' | 'switch' | 'remove'> = Omit<RequestData<`source.${Name}`>, 'commandId' | 'secret'>;
/** Both ends included. */
export type PortRange = { readonly from: number; readonly to: number };

/** Errors: notFound, revoked, conflict, tooManyFeeds. */
export function addSource(state: HallState, input: Input<'add'> & { sourceId: SourceId; srtPorts: PortRange }): Decision<Answer> {
  const { sourceId, unitId, label, address, srtPorts } = input;
  const unit = found(state.units.get(unitId), 'unit');
  if (unit.state === 'revoked') {
    throw new AppError('revoked', { params: { name: unit.name } });
  }
  expectFree(state, { sourceId, unitId, label, address });
  if (state.sources.count((source) => source.unitId === unitId) >= MAX_SOURCES_PER_UNIT) {
    throw new AppError('tooManyFeeds', { params: { max: MAX_SOURCES_PER_UNIT } });
  }
  const srtPort = address.protocol === 'srt' ? freePort(state, srtPorts) : null;
  return decided(sourceId, { name: 'source.added', subject: `source/${sourceId}`, courtCode: unit.courtCode, data: { unitId, label, address, srtPort } });
}

/** Errors: notFound, conflict, badInput (another protocol). */
export function changeSource(state: HallState, input: Input<'change'> & { secretChanged: boolean }): Decision<Answer> {
  const source = known(state, input);
  const { label, address, secretChanged } = input;
  if (address.protocol !== source.address.protocol) {
    throw new AppError('badInput', { detail: 'another protocol is another source' });
  }
  expectFree(state, { ...source, label, address });
  return about(source, { name: 'source.changed', data: { label, address, secretChanged } });
}

/** Errors: notFound, conflict, badInput (it has no key of the hall's). */
export function changeKey(state: HallState, input: { sourceId: SourceId; expectedVersion: number }): Decision<Answer> {
  const source = known(state, input);
  const { label, address } = source;
  if (!isPushed(address)) {
    throw new AppError('badInput', { detail: 'only a source that is pushed has a key' });
  }
  return about(source, { name: 'source.changed', data: { label, address, secretChanged: true } });
}

/** Errors: notFound, conflict. */
export function switchSource(state: HallState, input: Input<'switch'>): Decision<Answer> {
  const source = known(state, input);
  return source.enabled === input.enabled
    ? { events: [], answer: () => ({ source }) }
    : about(source, { name: 'source.switched', data: { enabled: input.enabled } });
}

/** Errors: notFound, conflict. */
export function removeSource(state: HallState, input: Input<'remove'>): Decision<Record<string, never>> {
  const { sourceId, courtCode } = known(state, input);
  return { events: [{ name: 'source.removed', subject: `source/${sourceId}`, courtCode, data: { reason: input.reason } }], answer: () => ({}) };
}

/** Whether its pictures are sent to the hall with a key that the hall made. */
export function isPushed({ protocol }: SourceAddress): boolean {
  return protocol === 'rtmp' || protocol === 'srt';
}

function known(state: HallState, { sourceId, expectedVersion }: { readonly sourceId: SourceId; readonly expectedVersion: number }): SourceRecord {
  const source = found(state.sources.get(sourceId), 'source');
  expectVersion(source, expectedVersion);
  return source;
}

type Claim = { readonly sourceId: SourceId; readonly unitId: UnitId; readonly label: string; readonly address: SourceAddress };

/** Two sources of one feed would drive each other out of it, and a channel can be shown once. */
function expectFree(state: HallState, { sourceId, unitId, label, address }: Claim): void {
  const others = state.sources.filter((source) => source.sourceId !== sourceId);
  if (others.some((source) => source.unitId === unitId && source.label === label)) {
    throw new AppError('conflict', { params: { what: 'label' } });
  }
  if (address.protocol === 'gb28181' && others.some(({ address: taken }) => taken.protocol === 'gb28181' && taken.deviceId === address.deviceId && taken.channelId === address.channelId)) {
    throw new AppError('conflict', { params: { what: 'channel' } });
  }
}

function freePort(state: HallState, { from, to }: PortRange): number {
  const taken = new Set(state.sources.valueSeq().map(({ srtPort }) => srtPort));
  for (let port = from; port <= to; port++) {
    if (!taken.has(port)) return port;
  }
  throw new AppError('tooManyFeeds', { params: { max: to - from + 1 }, detail: 'no SRT port is left' });
}

type Change = Pick<Extract<NewEvent, { name: 'source.changed' | 'source.switched' }>, 'name' | 'data'>;

function about(source: SourceRecord, change: Change): Decision<Answer> {
  return decided(source.sourceId, { ...change, subject: `source/${source.sourceId}`, courtCode: source.courtCode } as NewEvent);
}

function decided(sourceId: SourceId, event: NewEvent): Decision<Answer> {
  return { events: [event], answer: (after) => ({ source: found(after.sources.get(sourceId), 'source') }) };
}
