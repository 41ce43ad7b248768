import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingLayers, NO_LAYERS_YET, switchedLayers, type Layers } from './layerPolicy.ts';

const tile = (widthPx: number, heightPx: number, more: { focused?: boolean; spatialLayers?: number; temporalLayers?: number } = {}) =>
  fittingLayers({ widthPx, heightPx, focused: false, spatialLayers: 3, temporalLayers: 3, ...more });

describe('fitting layers', () => {
  it.each([
    // A 1080p display as 1, 4, 9, 16, 36 and 64 tiles; a 4K one as 16.
    [1920, 1080, { spatialLayer: 2, temporalLayer: 2 }],
    [960, 540, { spatialLayer: 2, temporalLayer: 2 }],
    [640, 360, { spatialLayer: 1, temporalLayer: 2 }],
    [480, 270, { spatialLayer: 1, temporalLayer: 2 }],
    [320, 180, { spatialLayer: 0, temporalLayer: 2 }],
    [240, 135, { spatialLayer: 0, temporalLayer: 1 }],
    [120, 68, { spatialLayer: 0, temporalLayer: 0 }],
  ])('for %i × %i', (widthPx, heightPx, layers) => {
    expect(tile(widthPx, heightPx)).toEqual(layers);
  });

  it('counts only as high as the width lets the picture be', () => {
    expect(tile(320, 1080).spatialLayer).toBe(0);
  });

  it('never asks for layers that the feed does not have', () => {
    expect(tile(1920, 1080, { spatialLayers: 2, temporalLayers: 1 })).toEqual({ spatialLayer: 1, temporalLayer: 0 });
    expect(tile(1920, 1080, { spatialLayers: 1 }).spatialLayer).toBe(0);
  });

  it('gives a focused tile everything', () => {
    expect(tile(100, 60, { focused: true })).toEqual({ spatialLayer: 2, temporalLayer: 2 });
  });

  it('never gives a larger tile less', () => {
    const side = fc.integer({ min: 1, max: 4_000 });
    fc.assert(
      fc.property(side, side, side, side, (width, height, moreWidth, moreHeight) => {
        const small = tile(width, height);
        const large = tile(width + moreWidth, height + moreHeight);
        expect(large.spatialLayer).toBeGreaterThanOrEqual(small.spatialLayer);
        expect(large.temporalLayer).toBeGreaterThanOrEqual(small.temporalLayer);
      }),
    );
  });
});

describe('layer switching', () => {
  const low: Layers = { spatialLayer: 0, temporalLayer: 2 };
  const high: Layers = { spatialLayer: 2, temporalLayer: 2 };
  const at = (state: Parameters<typeof switchedLayers>[0], target: Layers, now: number, urgent = false) => switchedLayers(state, { target, urgent, now });

  it('takes the first layers at once', () => {
    expect(at(NO_LAYERS_YET, high, 5).state.current).toEqual(high);
  });

  it('goes down at once and up only when the size has held', () => {
    const start = at(NO_LAYERS_YET, high, 0).state;
    const down = at(start, low, 1_000);
    expect(down.state.current).toEqual(low);
    const rising = at(down.state, high, 2_000);
    expect(rising).toMatchObject({ state: { current: low }, wakeAt: 2_700 });
    expect(at(rising.state, high, 2_699).state.current).toEqual(low);
    expect(at(rising.state, high, 2_700).state.current).toEqual(high);
  });

  it('forgets a growth that was taken back', () => {
    const start = at(NO_LAYERS_YET, low, 0).state;
    const rising = at(start, high, 1_000).state;
    const back = at(rising, low, 1_300).state;
    expect(at(back, high, 1_800)).toMatchObject({ state: { current: low }, wakeAt: 2_500 });
  });

  it('goes up at once for a focused tile', () => {
    expect(at(at(NO_LAYERS_YET, low, 0).state, high, 600, true).state.current).toEqual(high);
  });

  it('never switches twice within half a second, and always ends where it fits', () => {
    const layers = fc.record({ spatialLayer: fc.nat(2), temporalLayer: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(fc.record({ target: layers, after: fc.nat(400), urgent: fc.boolean() }), { minLength: 1 }), (steps) => {
        let state = NO_LAYERS_YET;
        let now = 1_000;
        const switchedAt: number[] = [];
        const look = (target: Layers, urgent: boolean) => {
          const result = at(state, target, now, urgent);
          if (JSON.stringify(result.state.current) !== JSON.stringify(state.current)) {
            switchedAt.push(now);
          }
          state = result.state;
          return result.wakeAt;
        };
        for (const { target, after, urgent } of steps) {
          now += after;
          look(target, urgent);
        }
        const { target, urgent } = steps.at(-1)!;
        const wakeAt = look(target, urgent);
        expect(wakeAt ?? Infinity).toBeGreaterThan(now);
        now = wakeAt ?? now;
        expect(look(target, urgent)).toBeNull();
        expect(state.current).toEqual(target);
        switchedAt.slice(1).forEach((time, index) => expect(time - switchedAt[index]!).toBeGreaterThanOrEqual(500));
      }),
    );
  });
});
