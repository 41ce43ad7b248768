import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import { readCoordinates } from './readCoordinates.ts';

describe('readCoordinates', () => {
  it.each([
    ['118.1, 24.5', [118.1, 24.5]],
    ['24.5 118.1', [118.1, 24.5]],
    ['24.5，118.1', [118.1, 24.5]],
    ['东经118.1 北纬24.5', [118.1, 24.5]],
    ['北纬24.5，东经118.1', [118.1, 24.5]],
    ['118°06′00″E 24°30′N', [118.1, 24.5]],
    ['24°30′0″N, 118°6′0″E', [118.1, 24.5]],
  ])('reads %s', (text, [longitude, latitude]) => {
    const read = readCoordinates(text);
    expect(read?.[0]).toBeCloseTo(longitude!, 6);
    expect(read?.[1]).toBeCloseTo(latitude!, 6);
  });

  it.each(['', '118.1', '安溪县人民法院', '单兵3 组2', '1 2 3', '200 190', '闽0203'])('is not fooled by %j', (text) => {
    expect(readCoordinates(text)).toBeNull();
  });

  it('reads back what the map itself writes', () => {
    fc.assert(
      fc.property(fc.double({ min: 108, max: 126, noNaN: true }), fc.double({ min: 18, max: 33, noNaN: true }), (longitude, latitude) => {
        const read = readCoordinates(formatPosition([longitude, latitude]));
        expect(read?.[0]).toBeCloseTo(longitude, 4);
        expect(read?.[1]).toBeCloseTo(latitude, 4);
      }),
    );
  });
});
