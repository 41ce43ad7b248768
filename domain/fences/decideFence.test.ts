import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { Fence } from '#protocol/alarms/fences.ts';
import type { CourtCode, FenceId, OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import { EMPTY_STATE, type HallState } from '../hallState/hallState.ts';
import { changeFence, drawFence, removeFence } from './decideFence.ts';
import { isAbout, isWatched } from './isWatched.ts';

const id = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`;
const fenceId = id(1) as FenceId;
const operationId = id(5) as OperationId;
const court = (code: string) => code as CourtCode;
const unit = (end: number, courtCode: string) => ({ unitId: id(end), courtCode, name: '思明01' }) as UnitRecord;
const ring = [[118, 25], [118.01, 25], [118.01, 25.01]] as [number, number][];
const facts = { name: '看守点', kind: 'dwell' as const, severity: 'warning' as const, ring, afterMs: 60_000, unitIds: null, operationId: null, activeFrom: null, activeTo: null };
const fence: Fence = { fenceId, courtCode: court('闽02'), ...facts, drawnBy: '林', version: 3 };
const state: HallState = {
  ...EMPTY_STATE,
  units: PersistentMap([unit(2, '闽0203'), unit(3, '闽0603')].map((record) => [record.unitId, record])),
  operations: PersistentMap([[operationId, { operationId, courtCode: '闽0203', state: 'underWay' } as Operation]]),
  fences: PersistentMap([[fenceId, fence]]),
};
const draw = (change: Partial<typeof facts> | object) => drawFence(state, { fenceId, courtCode: court('闽02'), ...facts, ...change }).events;
const refusal = (code: string) => expect.objectContaining({ code });

describe('a fence', () => {
  it('is drawn for its court, with a time only where it takes one', () => {
    expect(draw({})).toEqual([{ name: 'fence.drawn', subject: `fence/${fenceId}`, courtCode: '闽02', data: facts }]);
    expect(draw({ kind: 'enter' })[0]).toMatchObject({ data: { kind: 'enter', afterMs: 0 } });
    expect(() => draw({ kind: 'empty', afterMs: 999 })).toThrow(refusal('badInput'));
    expect(() => draw({ ring: [[118, 25], [118.01, 25.01], [118.01, 25], [118, 25.01]] })).toThrow(refusal('badRing'));
    expect(() => draw({ activeFrom: 2_000, activeTo: 2_000 })).toThrow(refusal('badPeriod'));
  });

  it('is about units and operations that its court sees', () => {
    expect(draw({ unitIds: [id(2)], operationId })).toHaveLength(1);
    expect(() => draw({ unitIds: [id(2), id(3)] })).toThrow(refusal('notFound'));
    expect(() => drawFence(state, { fenceId, courtCode: court('闽06'), ...facts, operationId })).toThrow(refusal('notFound'));
    expect(isAbout(fence, unit(2, '闽0203'))).toBe(true);
    expect(isAbout(fence, unit(3, '闽0603'))).toBe(false);
    expect(isAbout({ ...fence, unitIds: [id(9) as UnitId] }, unit(2, '闽0203'))).toBe(false);
  });

  it('is changed and removed as it was read', () => {
    const read = { fenceId, expectedVersion: 3 };
    expect(changeFence(state, { ...read, ...facts, name: '外围' }).events).toEqual([{ name: 'fence.changed', subject: `fence/${fenceId}`, courtCode: '闽02', data: { ...facts, name: '外围' } }]);
    expect(removeFence(state, { ...read, reason: '行动结束' }).events).toEqual([{ name: 'fence.removed', subject: `fence/${fenceId}`, courtCode: '闽02', data: { reason: '行动结束' } }]);
    expect(() => changeFence(state, { ...read, ...facts, expectedVersion: 2 })).toThrow(refusal('conflict'));
    expect(() => removeFence(state, { fenceId: id(7) as FenceId, expectedVersion: 3, reason: '行动结束' })).toThrow(refusal('notFound'));
  });

  it('watches within its days, and as long as its operation lasts', () => {
    const watched = (change: Partial<Fence>, at = 1_000, of: HallState = state) => isWatched({ ...fence, ...change }, of, at);
    expect([999, 1_000, 1_999, 2_000].map((at) => watched({ activeFrom: 1_000, activeTo: 2_000 }, at))).toEqual([false, true, true, false]);
    const over = { ...state, operations: state.operations.map((operation) => ({ ...operation, state: 'concluded' as const })) };
    expect([watched({ operationId }), watched({ operationId }, 1_000, over)]).toEqual([true, false]);
  });
});
