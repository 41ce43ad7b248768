import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertDatum, distanceM, type Position } from './datum.ts';

const inFujian = fc.tuple(
  fc.double({ min: 115.84, max: 120.72, noNaN: true }),
  fc.double({ min: 23.5, max: 28.32, noNaN: true }),
);
const toGcj = { from: 'WGS-84', to: 'GCJ-02' } as const;
const fromGcj = { from: 'GCJ-02', to: 'WGS-84' } as const;

describe('convertDatum', () => {
  it('comes back within a metre anywhere in Fujian', () => {
    fc.assert(
      fc.property(inFujian, (position) => {
        const back = convertDatum(convertDatum(position, toGcj), fromGcj);
        expect(distanceM(position, back)).toBeLessThan(1);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back within a metre from BD-09 as well', () => {
    fc.assert(
      fc.property(inFujian, (position) => {
        const there = convertDatum(position, { from: 'WGS-84', to: 'BD-09' });
        expect(distanceM(position, convertDatum(there, { from: 'BD-09', to: 'WGS-84' }))).toBeLessThan(1);
      }),
    );
  });

  it('moves a point in Fujian by several hundred metres, so that forgetting it shows', () => {
    fc.assert(
      fc.property(inFujian, (position) => {
        const shift = distanceM(position, convertDatum(position, toGcj));
        expect(shift).toBeGreaterThan(300);
        expect(shift).toBeLessThan(900);
      }),
    );
  });

  it.each<[string, Position]>([
    ['Tokyo', [139.7671, 35.6812]],
    ['Sydney', [151.2093, -33.8688]],
    ['London', [-0.1276, 51.5072]],
  ])('leaves %s where it is', (_name, position) => {
    expect(convertDatum(position, toGcj)).toEqual(position);
  });

  it('treats CGCS2000 as WGS-84', () => {
    fc.assert(
      fc.property(inFujian, (position) => {
        expect(convertDatum(position, { from: 'CGCS2000', to: 'WGS-84' })).toEqual(position);
        expect(convertDatum(position, { from: 'CGCS2000', to: 'GCJ-02' })).toEqual(convertDatum(position, toGcj));
      }),
    );
  });
});

describe('distanceM', () => {
  it('knows how far 福州 is from 厦门', () => {
    expect(distanceM([119.3, 26.08], [118.09, 24.48])).toBeGreaterThan(210_000);
    expect(distanceM([119.3, 26.08], [118.09, 24.48])).toBeLessThan(220_000);
  });
});
