export type TableView = { readonly scrollTopPx: number; readonly heightPx: number };

/** Rows to draw of a table whose rows are all of one height: from `first` up to but not including `end`. */
export function tableWindow(count: number, rowPx: number, view: TableView, overscan = 6): { first: number; end: number } {
  const first = Math.floor(Math.max(0, view.scrollTopPx) / rowPx) - overscan;
  const end = Math.ceil((view.scrollTopPx + view.heightPx) / rowPx) + overscan;
  return { first: Math.min(count, Math.max(0, first)), end: Math.min(count, Math.max(0, end)) };
}

/** Row that a key moves the cursor to; null for keys that move nothing. `at` is -1 without a cursor. */
export function movedRow(key: string, at: number, count: number, pageRows: number): number | null {
  if (count === 0) {
    return null;
  }
  const inside = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case 'ArrowDown': return inside(at + 1);
    case 'ArrowUp': return at === -1 ? count - 1 : inside(at - 1);
    case 'PageDown': return inside(Math.max(0, at) + pageRows);
    case 'PageUp': return inside(Math.max(0, at) - pageRows);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}
