import { describe, expect, it, vi } from 'vitest';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import { hasPosition } from '../units/unitPositions.ts';
import { createReplayUnits } from './replayUnits.ts';
import { trackOf } from './replayTrack.builder.ts';

const drive = trackOf([[1_000, 118, 25], [11_000, 118.01, 25], [21_000, 118.02, 25], [400_000, 118.5, 25], [410_000, 118.51, 25]], 'a');
const late = trackOf([[300_000, 119, 26]], 'b');

describe('createReplayUnits', () => {
  it('shows each unit from its first fix on, greyed once it is old, and tells the reader', () => {
    const units = createReplayUnits([drive, late]);
    const told = vi.fn<() => void>();
    units.subscribe(told);
    units.seek(6_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(units.longitudes[0]).toBeCloseTo(118.005, 9);
    expect([hasPosition(units, 0), hasPosition(units, 1)]).toEqual([true, false]);
    units.seek(300_000);
    expect([...units.states]).toEqual([UNIT_STATE.stale, UNIT_STATE.live]);
    units.seek(0);
    expect(hasPosition(units, 0)).toBe(false);
  });

  it('draws the way that led there, and none over a gap', () => {
    const units = createReplayUnits([drive, late]);
    units.seek(25_000);
    expect([...units.positionsOf(0)]).toEqual([118, 25, 118.01, 25, 118.02, 25]);
    units.seek(412_000);
    expect([...units.positionsOf(0)]).toEqual([118.5, 25, 118.51, 25]);
    expect(units.positionsOf(1)).toHaveLength(2);
    const long = createReplayUnits([trackOf(Array.from({ length: 250 }, (_, second) => [second * 1_000, 118 + second / 1_000, 25] as const))]);
    long.seek(249_000);
    const way = long.positionsOf(0);
    expect(way.length / 2).toBeLessThanOrEqual(60);
    expect(way.at(-2)).toBeCloseTo(118.249, 9);
    expect(units.positionsOf(7)).toHaveLength(0);
  });
});
