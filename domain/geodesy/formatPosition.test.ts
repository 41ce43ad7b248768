import { expect, it } from 'vitest';
import { formatPosition } from './formatPosition.ts';

it('writes hemispheres, not signs', () => {
  expect(formatPosition([119.3062, 26.0823])).toBe('119.30620°E 26.08230°N');
  expect(formatPosition([-0.1276, -33.8688])).toBe('0.12760°W 33.86880°S');
});
