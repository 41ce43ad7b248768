import { expect, it } from 'vitest';
import { obstacleOf } from './obstacleOf.ts';

it('names the first thing that stands in the way', () => {
  const fine = { linkOnline: true, unitOnline: true, hears: true };
  expect(obstacleOf(fine)).toBeNull();
  expect(obstacleOf({ ...fine, hears: false })).toBe('deaf');
  expect(obstacleOf({ ...fine, unitOnline: false, hears: false })).toBe('away');
  expect(obstacleOf({ ...fine, linkOnline: false })).toBe('offline');
});
