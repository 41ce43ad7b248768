import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaleBarFor } from './scaleBar.ts';

it('shows 50 km at the zoom where Fujian fills a desk', () => {
  const bar = scaleBarFor({ zoom: 7.5, latitudeDeg: 26, maxWidthPx: 140 });
  expect(bar.distanceM).toBe(50_000);
  expect(bar.widthPx).toBeCloseTo(128.6, 0);
});

it('is round and fits at every zoom', () => {
  fc.assert(
    fc.property(fc.double({ min: 4, max: 19, noNaN: true }), fc.double({ min: 18, max: 34, noNaN: true }), (zoom, latitudeDeg) => {
      const { distanceM, widthPx } = scaleBarFor({ zoom, latitudeDeg, maxWidthPx: 120 });
      expect(widthPx).toBeLessThanOrEqual(120.0001);
      expect(widthPx).toBeGreaterThan(45);
      expect(['1', '2', '5']).toContain(distanceM.toExponential().charAt(0));
    }),
  );
});
