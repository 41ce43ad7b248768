import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM } from '#domain/geodesy/datum.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import type { Point } from '#protocol/scenario/words.ts';
import { resolveInput, ScenarioError, versionFor } from './resolveInput.ts';
import { placeOnWay } from './route.ts';
import { simulatedPicture } from './simulatedPicture.ts';

describe('the input of a request', () => {
  const known = { startedAt: 1_000_000, valueOfName: (name: string) => ({ sos: 'a1', 'unit.one': 'u1', 'gap.fromAt': 42 })[name] };

  it('has its names and times resolved, however deep', () => {
    const input = { alarmId: '$sos', teams: [{ unitIds: ['$unit.one'], from: '@00:01:00' }], fromAt: '$gap.fromAt', before: '@-00:00:10', text: '支援 $sos', none: null, count: 3 };
    expect(resolveInput(input, known)).toEqual({ alarmId: 'a1', teams: [{ unitIds: ['u1'], from: 1_060_000 }], fromAt: 42, before: 990_000, text: '支援 $sos', none: null, count: 3 });
  });

  it('is not asked with a name that nobody knows yet', () => {
    expect(() => resolveInput({ orderId: '$order' }, known)).toThrow(ScenarioError);
  });

  it('is given the version of the thing it is about, where it takes one', () => {
    const state = { ...EMPTY_STATE, alarms: EMPTY_STATE.alarms.set('a1' as never, { version: 7 } as never), duty: EMPTY_STATE.duty.set('闽05/officer', { version: 3 } as never) };
    expect(versionFor('alarm.resolve', { alarmId: 'a1' }, { state, courtCode: '闽05' })).toBe(7);
    expect(versionFor('alarm.acknowledge', { alarmId: 'a1' }, { state, courtCode: '闽05' })).toBeUndefined();
    expect(versionFor('duty.start', { post: 'officer' }, { state, courtCode: '闽05' })).toBe(3);
    expect(versionFor('duty.start', { post: 'leader' }, { state, courtCode: '闽05' })).toBe(0);
  });
});

describe('a unit on its way', () => {
  const points: Point[] = [[117.6, 25.3], [117.61, 25.3], [117.61, 25.31]];

  it('goes at its speed, turns at its corners and stays at the end', () => {
    const way = { points, speedMps: 10, startedAt: 0 };
    expect(placeOnWay(way, -5)).toEqual({ at: points[0], headingDeg: expect.closeTo(90, 0), speedMps: 10 });
    expect(placeOnWay(way, 60_000).headingDeg).toBeCloseTo(90, 0);
    expect(distanceM(points[0]!, placeOnWay(way, 60_000).at)).toBeCloseTo(600, 0);
    expect(placeOnWay(way, 150_000).headingDeg).toBeCloseTo(0, 0);
    expect(placeOnWay(way, 3_600_000)).toMatchObject({ at: points[2], speedMps: 0 });
  });

  it('never goes faster than it can, nor back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: 1, max: 60_000 }), (at, laterMs) => {
        const way = { points, speedMps: 10, startedAt: 0 };
        const [from, to] = [placeOnWay(way, at), placeOnWay(way, at + laterMs)];
        expect(distanceM(from.at, to.at)).toBeLessThanOrEqual((laterMs / 1_000) * 10 + 0.5);
        expect(distanceM(to.at, points[2]!)).toBeLessThanOrEqual(distanceM(from.at, points[2]!) + 0.5);
      }),
    );
  });
});

it('a simulated picture is a PNG of its own for each thing, and the same each time', () => {
  const [one, again, other] = [simulatedPicture('search/record'), simulatedPicture('search/record'), simulatedPicture('search/list')];
  expect(one.bytes.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  expect(again).toEqual(one);
  expect(other.pictureId).not.toBe(one.pictureId);
});
