import { expect, it } from 'vitest';
import { unitId } from '#protocol/nouns/ids.ts';
import { placedUnits } from './placedUnits.ts';

const IDS = [1, 2, 3, 4].map((index) => unitId.parse(`019a0000-0000-7000-8000-00000000000${index}`));

it('has those of the wanted units whose place is known', () => {
  const columns = { count: 3, unitIds: IDS, longitudes: Float64Array.of(118, 119, NaN, 120), latitudes: Float64Array.of(24, 25, 26, 27), receivedAt: Float64Array.of(5, 5, 5, 5) };
  expect(placedUnits(columns, IDS)).toEqual([[118, 24], [119, 25]]);
  expect(placedUnits(columns, IDS.slice(1))).toEqual([[119, 25]]);
  expect(placedUnits({ ...columns, receivedAt: Float64Array.of(0, 5, 5, 5) }, IDS)).toEqual([[119, 25]]);
});
