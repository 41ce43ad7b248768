import { describe, expect, it } from 'vitest';
import { qrPath } from './qrPath.ts';

/** Whether the module is dark. */
function isDark(path: string, x: number, y: number): boolean {
  return path.includes(`M${x} ${y}h1v1h-1z`);
}

describe('qrPath', () => {
  const { path, size } = qrPath('https://10.12.0.8:8443/field/#code=4F7K-29QX');

  it('leaves four light modules all around', () => {
    for (let along = 0; along < size; along += 1) {
      for (let across = 0; across < 4; across += 1) {
        expect([isDark(path, along, across), isDark(path, across, along), isDark(path, along, size - 1 - across), isDark(path, size - 1 - across, along)]).toEqual([false, false, false, false]);
      }
    }
  });

  it('has the three finder patterns', () => {
    for (const [left, top] of [[4, 4], [size - 11, 4], [4, size - 11]] as const) {
      for (let index = 0; index < 7; index += 1) {
        expect(isDark(path, left + index, top) && isDark(path, left, top + index) && isDark(path, left + 6, top + index)).toBe(true);
      }
      expect(isDark(path, left + 1, top + 1)).toBe(false);
      expect(isDark(path, left + 3, top + 3)).toBe(true);
    }
  });
});
