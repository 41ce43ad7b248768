import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupUnits } from './groupUnits.ts';

type Spot = { readonly lon: number; readonly lat: number; readonly urgent?: boolean; readonly live?: boolean };

const group = (spots: readonly Spot[], zoom = 7, crowded = false) =>
  groupUnits({
    zoom,
    count: spots.length,
    positions: Float64Array.from(spots.flatMap(({ lon, lat }) => [lon, lat, 0])),
    groupable: Uint8Array.from(spots, ({ urgent }) => (urgent ? 0 : 1)),
    live: Uint8Array.from(spots, ({ live = true }) => (live ? 1 : 0)),
    crowded,
    radiusPx: 28,
  });

const crowd = (count: number, lon = 118, lat = 25): Spot[] => Array.from({ length: count }, (_, index) => ({ lon: lon + index * 1e-4, lat }));

describe('groupUnits', () => {
  it('puts a crowd under one badge that knows its number and where it lies', () => {
    const { clusters, clustered } = group(crowd(12));
    expect(clusters).toHaveLength(1);
    expect(clusters[0]).toMatchObject({ count: 12, live: true });
    expect(clusters[0]?.bounds[0]).toBeCloseTo(118, 6);
    expect(clusters[0]?.bounds[2]).toBeCloseTo(118.0011, 6);
    expect([...clustered]).toEqual(Array.from({ length: 12 }, () => 1));
  });

  it('leaves three units apart, and everyone when the map is near', () => {
    expect(group(crowd(3)).clusters).toHaveLength(0);
    expect(group(crowd(12), 13).clusters).toHaveLength(0);
    expect(group(crowd(12), 13, true).clusters).toHaveLength(1);
    expect(group(crowd(12), 17, true).clusters).toHaveLength(0);
  });

  it('tells a group that is silent from one that reports', () => {
    expect(group(crowd(5).map((spot) => ({ ...spot, live: false }))).clusters[0]?.live).toBe(false);
  });

  it('never hides an urgent unit, and loses or doubles none of the others', () => {
    const spot = fc.record({ lon: fc.double({ min: 116, max: 120, noNaN: true }), lat: fc.double({ min: 23.6, max: 28, noNaN: true }), urgent: fc.boolean() });
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 120 }), fc.double({ min: 4, max: 14, noNaN: true }), (spots, zoom) => {
        const { clusters, clustered } = group(spots, zoom);
        spots.forEach(({ urgent }, row) => expect(urgent && clustered[row] === 1).toBe(false));
        const inClusters = clusters.reduce((sum, { count }) => sum + count, 0);
        expect(inClusters).toBe(clustered.reduce((sum, one) => sum + one, 0));
      }),
    );
  });
});
