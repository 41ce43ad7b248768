import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Box } from '#domain/fences/ring.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import { BoxGrid } from './boxGrid.ts';

const longitude = fc.oneof(fc.double({ min: 115, max: 121, noNaN: true }), fc.integer({ min: 2_300, max: 2_420 }).map((cell) => cell * 0.05));
const latitude = fc.oneof(fc.double({ min: 23, max: 29, noNaN: true }), fc.integer({ min: 460, max: 580 }).map((cell) => cell * 0.05));
const size = fc.oneof(fc.double({ min: 0, max: 0.3, noNaN: true }), fc.double({ min: 0, max: 6, noNaN: true }));
const box = fc.tuple(longitude, latitude, size, size).map(([west, south, wide, high]): Box => [west, south, west + wide, south + high]);

it('finds the boxes that hold a position, small and large, also on their edges', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 40 }), fc.array(fc.tuple(longitude, latitude), { minLength: 1, maxLength: 10 }), (boxes, places) => {
      const grid = new BoxGrid(boxes.map((one, index) => [one, index] as const));
      const corners = boxes.slice(0, 5).flatMap(([west, south, east, north]): Position[] => [[west, south], [east, north]]);
      for (const place of [...places, ...corners]) {
        const expected = boxes.flatMap(([west, south, east, north], index) => (place[0] >= west && place[0] <= east && place[1] >= south && place[1] <= north ? [index] : []));
        expect(grid.at(place).toSorted((one, other) => one - other)).toEqual(expected);
      }
    }),
    { numRuns: 500 },
  );
});
