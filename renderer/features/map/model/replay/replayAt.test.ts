import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_GAP_MS, replayAt } from './replayAt.ts';
import { trackOf } from './replayTrack.builder.ts';

const drive = trackOf([[1_000, 118, 25], [11_000, 118.01, 25], [21_000, 118.01, 25.01], [200_000, 118.02, 25.01]]);
const at = (moment: number) => replayAt([drive], moment)[0]!;

describe('replayAt', () => {
  it('knows nothing of a unit before its first fix', () => {
    expect(at(999)).toEqual({ place: null, fresh: false, index: -1 });
  });

  it('goes evenly from fix to fix, with the heading and speed of the way', () => {
    const half = at(6_000);
    expect(half.place?.longitudeDeg).toBeCloseTo(118.005, 9);
    expect(half.place?.headingDeg).toBeCloseTo(90, 6);
    expect(half.place?.speedMps).toBeGreaterThan(95);
    expect(at(16_000).place?.headingDeg).toBeCloseTo(0, 6);
  });

  it('stays where it was last known through a gap, and stops calling it fresh', () => {
    expect(at(100_000)).toMatchObject({ place: { longitudeDeg: 118.01, latitudeDeg: 25.01, speedMps: 0 }, fresh: false });
    expect(at(21_000 + MOST_GAP_MS)).toMatchObject({ fresh: true });
    expect(at(200_000)).toMatchObject({ place: { longitudeDeg: 118.02 }, fresh: true });
    expect(at(900_000)).toMatchObject({ place: { longitudeDeg: 118.02 }, fresh: false });
  });

  it('is never anywhere but between two fixes at most 30 s apart, or on the last known one', () => {
    const fix = fc.record({ gapMs: fc.integer({ min: 1, max: 90_000 }), lon: fc.double({ min: 116, max: 120, noNaN: true }), lat: fc.double({ min: 24, max: 28, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(fix, { minLength: 1, maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (fixes, share) => {
        let clock = 0;
        const rows = fixes.map(({ gapMs, lon, lat }) => [(clock += gapMs), lon, lat] as const);
        const moment = share * (clock + 60_000);
        const [unit] = replayAt([trackOf(rows)], moment);
        const before = rows.findLast(([time]) => time <= moment);
        const after = rows.find(([time]) => time > moment);
        const gapMs = before && after ? after[0] - before[0] : Infinity;
        const part = before && gapMs <= MOST_GAP_MS ? (moment - before[0]) / gapMs : 0;
        const along = (index: 1 | 2) => (before?.[index] ?? 0) + part * ((after?.[index] ?? 0) - (before?.[index] ?? 0));
        expect(unit?.place === null).toBe(before === undefined);
        expect(unit?.place?.longitudeDeg ?? 0).toBeCloseTo(along(1), 9);
        expect(unit?.place?.latitudeDeg ?? 0).toBeCloseTo(along(2), 9);
        expect(unit?.fresh).toBe(before !== undefined && (gapMs <= MOST_GAP_MS || moment - before[0] <= MOST_GAP_MS));
      }),
    );
  });
});
