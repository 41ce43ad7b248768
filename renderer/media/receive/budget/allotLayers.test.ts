import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotLayers, nominalKbit, type Bid } from './allotLayers.ts';
import { lowerLayers } from '../layerPolicy.ts';

const bidOf = (key: number, bid: Partial<Bid<number>> = {}): Bid<number> => ({
  key, wanted: { spatialLayer: 2, temporalLayer: 2 }, spatialLayers: 3, temporalLayers: 3, focused: false, areaPx: 640 * 360, ...bid,
});

const bids = fc
  .array(
    fc.record({
      spatialLayers: fc.integer({ min: 1, max: 4 }), temporalLayers: fc.integer({ min: 1, max: 4 }),
      spatial: fc.integer({ min: 0, max: 3 }), temporal: fc.integer({ min: 0, max: 3 }), focused: fc.boolean(), areaPx: fc.integer({ min: 0, max: 4_000_000 }),
    }),
    { maxLength: 20 },
  )
  .map((list) =>
    list.map(({ spatial, temporal, ...bid }, key): Bid<number> => ({
      key, ...bid, wanted: { spatialLayer: Math.min(spatial, bid.spatialLayers - 1), temporalLayer: Math.min(temporal, bid.temporalLayers - 1) },
    })),
  );
const budget = fc.integer({ min: 0, max: 60_000 });

describe('allotLayers', () => {
  it('leaves everybody what they want while it fits', () => {
    const { shares, totalKbit, kept } = allotLayers({ bids: [bidOf(1), bidOf(2)], budgetKbit: 3_600, factor: 1 });
    expect([...shares.values()].map(({ layers }) => layers.spatialLayer)).toEqual([2, 2]);
    expect([totalKbit, kept]).toEqual([3_600, true]);
  });

  it('lowers the small before the large and the large before the one spoken of', () => {
    const { shares } = allotLayers({
      bids: [bidOf(1, { focused: true, areaPx: 100 }), bidOf(2, { areaPx: 1_920 * 1_080 }), bidOf(3), bidOf(4)], budgetKbit: 4_100, factor: 1,
    });
    expect([1, 2, 3, 4].map((key) => shares.get(key)?.layers.spatialLayer)).toEqual([2, 2, 0, 0]);
  });

  it('lowers equals together', () => {
    const { shares } = allotLayers({ bids: [1, 2, 3, 4].map((key) => bidOf(key)), budgetKbit: 3_300, factor: 1 });
    expect([...shares.values()].map(({ layers }) => layers.spatialLayer)).toEqual([1, 1, 1, 1]);
  });

  it('keeps to the budget, or to the lowest layers of all where that cannot be', () => {
    fc.assert(
      fc.property(bids, budget, fc.double({ min: 0.3, max: 2, noNaN: true }), (list, budgetKbit, factor) => {
        const { shares, totalKbit, kept } = allotLayers({ bids: list, budgetKbit, factor });
        expect(shares.size).toBe(list.length);
        expect([...shares.values()].reduce((sum, { kbit }) => sum + kbit, 0)).toBeCloseTo(totalKbit, 3);
        expect(kept).toBe(totalKbit <= budgetKbit);
        expect(kept || [...shares.values()].every(({ layers }) => layers.spatialLayer === 0 && layers.temporalLayer === 0)).toBe(true);
      }),
    );
  });

  it('never gives more than is wanted, and never less for more budget', () => {
    fc.assert(
      fc.property(bids, budget, budget, (list, one, other) => {
        const less = allotLayers({ bids: list, budgetKbit: Math.min(one, other), factor: 1 });
        const more = allotLayers({ bids: list, budgetKbit: Math.max(one, other), factor: 1 });
        for (const { key, wanted } of list) {
          const layers = more.shares.get(key)!.layers;
          expect(lowerLayers(layers, wanted)).toEqual(layers);
          expect(less.shares.get(key)!.kbit).toBeLessThanOrEqual(more.shares.get(key)!.kbit);
        }
      }),
    );
  });

  it('takes from nobody while somebody less important has something to give', () => {
    fc.assert(
      fc.property(bids, budget, (list, budgetKbit) => {
        const { shares } = allotLayers({ bids: list, budgetKbit, factor: 1 });
        const focusedLowered = list.some(({ key, focused, wanted }) => focused && JSON.stringify(shares.get(key)!.layers) !== JSON.stringify(wanted));
        const othersHigh = list.some(({ key, focused }) => !focused && (shares.get(key)!.layers.spatialLayer > 0 || shares.get(key)!.layers.temporalLayer > 0));
        expect(focusedLowered && othersHigh).toBe(false);
      }),
    );
  });

  it('counts every step down as a saving', () => {
    for (let spatialLayers = 2; spatialLayers <= 4; spatialLayers += 1) {
      const kbit = (spatialLayer: number, temporalLayer: number) => nominalKbit({ spatialLayers, temporalLayers: 3, layers: { spatialLayer, temporalLayer } });
      for (let spatialLayer = 1; spatialLayer < spatialLayers; spatialLayer += 1) {
        expect(kbit(spatialLayer, 2)).toBeGreaterThan(kbit(spatialLayer, 1));
        expect(kbit(spatialLayer, 1)).toBeGreaterThan(kbit(spatialLayer - 1, 2));
      }
    }
  });
});
