import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slotPlace } from '#protocol/wall/wall.ts';
import { slotId } from '#protocol/nouns/ids.ts';
import { gridPlaces, overlapping, sizeOfDiagonal } from './gridPlaces.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => slotId.parse(`wall-${index + 1}`));

it('knows the area of a display by its diagonal', () => {
  expect(sizeOfDiagonal(55)).toEqual({ widthMm: 1217.6, heightMm: 684.9 });
});

it('hangs equal displays in rows with the frames between them', () => {
  const places = gridPlaces(ids(3), { columns: 2, widthMm: 1_000, heightMm: 500, gapMm: 4 });
  expect(places.map(({ xMm, yMm }) => [xMm, yMm])).toEqual([[0, 0], [1_004, 0], [0, 504]]);
});

it('never hangs one over another, whatever the sizes', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 100, max: 2_000 }), fc.integer({ min: 100, max: 2_000 }), fc.integer({ min: 0, max: 50 }), (count, columns, widthMm, heightMm, gapMm) => {
    const places = gridPlaces(ids(count), { columns, widthMm, heightMm, gapMm });
    expect(overlapping(places)).toEqual([]);
    places.forEach((place) => slotPlace.parse(place));
  }));
});

it('names displays that lie over one another', () => {
  const [a, b, c] = gridPlaces(ids(3), { columns: 3, widthMm: 1_000, heightMm: 500, gapMm: 4 });
  expect(overlapping([a!, { ...b!, xMm: 900 }, c!])).toEqual(['wall-1', 'wall-2']);
});
