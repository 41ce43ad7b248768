import { describe, expect, it } from 'vitest';
import { nextSort, rememberedSort, sortRows } from './sortRows.ts';
import { movedRow, tableWindow } from './tableWindow.ts';

describe('tableWindow', () => {
  it('covers the view with few rows, at both ends too', () => {
    for (const scrollTopPx of [0, 31, 32, 50_000, 5_000 * 32 - 800]) {
      const { first, end } = tableWindow(5_000, 32, { scrollTopPx, heightPx: 800 });
      expect(first * 32).toBeLessThanOrEqual(scrollTopPx);
      expect(end * 32).toBeGreaterThanOrEqual(Math.min(5_000 * 32, scrollTopPx + 800));
      expect(end - first).toBeLessThan(45);
    }
    expect(tableWindow(0, 32, { scrollTopPx: 0, heightPx: 800 })).toEqual({ first: 0, end: 0 });
    expect(tableWindow(3, 32, { scrollTopPx: 9_000, heightPx: 800 })).toEqual({ first: 3, end: 3 });
  });
});

describe('movedRow', () => {
  it('stays inside and starts at the near end', () => {
    expect(movedRow('ArrowDown', -1, 5, 3)).toBe(0);
    expect(movedRow('ArrowUp', -1, 5, 3)).toBe(4);
    expect(movedRow('ArrowDown', 4, 5, 3)).toBe(4);
    expect(movedRow('PageDown', 1, 5, 3)).toBe(4);
    expect(movedRow('PageUp', 1, 5, 3)).toBe(0);
    expect(movedRow('End', 0, 5, 3)).toBe(4);
    expect(movedRow('x', 0, 5, 3)).toBeNull();
    expect(movedRow('ArrowDown', -1, 0, 3)).toBeNull();
  });
});

describe('sortRows', () => {
  it('reads numbers in names, keeps what is unknown at the end both ways', () => {
    const rows = ['单兵10', '单兵9', null, '单兵1'];
    expect(sortRows(rows, (row) => row, false)).toEqual(['单兵1', '单兵9', '单兵10', null]);
    expect(sortRows(rows, (row) => row, true)).toEqual(['单兵10', '单兵9', '单兵1', null]);
    expect(sortRows([3, null, 20], (row) => row, false)).toEqual([3, 20, null]);
  });

  it('keeps the order of equals', () => {
    const rows = [{ a: 1, b: 1 }, { a: 0, b: 2 }, { a: 1, b: 3 }];
    expect(sortRows(rows, (row) => row.a, true).map((row) => row.b)).toEqual([1, 3, 2]);
  });

  it('is done once for the same rows and choice', () => {
    let looks = 0;
    const valueOf = (row: number) => {
      looks += 1;
      return row;
    };
    const sorted = rememberedSort<number>();
    const rows = [2, 1];
    const up = { column: 'a', descending: false };
    expect(sorted(rows, null, valueOf)).toBe(rows);
    expect(sorted(rows, up, valueOf)).toEqual([1, 2]);
    expect(sorted(rows, up, valueOf)).toEqual([1, 2]);
    expect(looks).toBe(2);
    expect(sorted([3, 1], up, valueOf)).toEqual([1, 3]);
    expect(sorted(rows, { column: 'a', descending: true }, valueOf)).toEqual([2, 1]);
  });

  it('goes up, down, and away', () => {
    const up = nextSort(null, 'name');
    const down = nextSort(up, 'name');
    expect([up, down, nextSort(down, 'name'), nextSort(down, 'court')]).toEqual([
      { column: 'name', descending: false }, { column: 'name', descending: true }, null, { column: 'court', descending: false },
    ]);
  });
});
