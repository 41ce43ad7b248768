import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Fence } from '#protocol/alarms/fences.ts';
import type { AlarmId, FenceId, OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { packTrack } from '#protocol/telemetry/packedTrack.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { MOST_GAP_MS, replayAt } from '../model/replay/replayAt.ts';
import { mapAlarms, mapFences, mapOperations } from './hallContent.ts';
import { readReplay, replayEvents } from './hallReplay.ts';

const place = { name: '湖头镇', position: { longitudeDeg: 118, latitudeDeg: 25 } };
const alarmWith = (id: string, change: Partial<Alarm> = {}): Alarm =>
  ({ alarmId: id as AlarmId, kind: 'fence', severity: 'warning', state: 'raised', unitId: null, fenceId: null, place, raisedAt: 2_000, resolved: null, ...change }) as Alarm;
const operationWith = (id: string, change: Partial<Operation> = {}): Operation =>
  ({ operationId: id as OperationId, title: id, state: 'underWay', risk: 'low', place, stages: [{ state: 'planned', at: 1_000 }, { state: 'underWay', at: 5_000 }], ...change }) as Operation;
const fence = { fenceId: 'fence' as FenceId, name: '封控区', kind: 'enter', ring: [[118, 25], [118.1, 25], [118, 25.1]] } as unknown as Fence;

describe('the map’s content', () => {
  it('has operations that are not over and have a place', () => {
    const operations = PersistentMap([operationWith('a'), operationWith('b', { state: 'concluded' }), operationWith('c', { place: { name: '', position: null } })].map((one) => [one.operationId, one]));
    expect(mapOperations({ operations }).map(({ id }) => id)).toEqual(['a']);
  });

  it('has open alarms, and marks the fence that raised one', () => {
    const open = alarmWith('open', { fenceId: fence.fenceId });
    const over = alarmWith('over', { fenceId: fence.fenceId, state: 'resolved' });
    const logOf = (...alarms: Alarm[]) => ({ alarms: PersistentMap(alarms.map((one) => [one.alarmId, one])), fences: PersistentMap([[fence.fenceId, fence]]) });
    expect(mapAlarms(logOf(open, over), ({ kind }) => kind).map(({ id, name, position }) => [id, name, position])).toEqual([['open', 'fence', [118, 25]]]);
    expect(mapFences(logOf(open))[0]?.alarming).toBe(true);
    expect(mapFences(logOf(over))[0]?.alarming).toBe(false);
  });
});

describe('replayEvents', () => {
  const words = { alarm: () => '警情', operation: (_: Operation, state: string) => state };
  const within = (fromAt: number, untilAt: number) =>
    replayEvents({ alarms: [alarmWith('alarm', { resolved: { at: 3_000 } as Alarm['resolved'] })], operations: [operationWith('operation')], span: { fromAt, untilAt }, words }).map(({ at, text }) => [at, text]);

  it('are in order, and include what lasts into the time', () => {
    expect(within(0, 9_000)).toEqual([[1_000, 'planned'], [2_000, '警情'], [5_000, 'underWay']]);
    expect(within(4_000, 4_500)).toEqual([[1_000, 'planned']]);
    expect(within(2_500, 2_600)).toEqual([[1_000, 'planned'], [2_000, '警情']]);
  });
});

describe('readReplay', () => {
  const pack = (rows: readonly (readonly [number, number])[]) =>
    Buffer.from(packTrack(rows.map(([at, longitudeDeg]) => ({ at, longitudeDeg, latitudeDeg: 25, headingDeg: 0, speedMps: 0, accuracyM: 5 })))).toString('base64');
  const units = Array.from({ length: 51 }, (_, index) => ({ unitId: `unit-${index}` as UnitId, name: '', kind: 'phone' as const }));
  const span = { fromAt: 0, untilAt: 60_000 };

  it('asks for fifty units at a time, goes on where the hall broke off, and leaves out who has no track', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['track.read'] = ({ unitIds, from }) => ({
      tracks: unitIds.map((unitId) => {
        const has = unitId === 'unit-0' || unitId === 'unit-50';
        const rows = !has ? [] : from === 0 ? [[1_000, 118], [2_000, 118.01]] as const : [[3_000, 118.02]] as const;
        return { unitId: unitId as UnitId, packed: pack(rows), fixes: rows.length, toleranceM: unitId === 'unit-50' ? 4 : 0, more: unitId === 'unit-0' && from === 0 };
      }),
    });
    const { tracks, toleranceM } = await readReplay({ link, units, span, events: [] });
    expect(link.inputsOf('track.read').map(({ unitIds, from }) => [unitIds.length, from])).toEqual([[50, 0], [1, 2_001], [1, 0]]);
    expect(tracks.map(({ unitId, at }) => [unitId, [...at]])).toEqual([['unit-0', [1_000, 2_000, 3_000]], ['unit-50', [1_000, 2_000]]]);
    expect(toleranceM).toBe(4);
    expect(tracks[0]?.mostGapMs).toBe(MOST_GAP_MS);
    expect(replayAt(tracks, 2_500)[0]?.place?.longitudeDeg).toBeCloseTo(118.015, 5);
  });
});
