/** What a row is sorted by; null stands at the end, whichever way the others are sorted. */
export type SortValue = string | number | null;
export type Sort = { readonly column: string; readonly descending: boolean };

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** The rows in a new order; equal ones keep theirs. */
export function sortRows<Row>(rows: readonly Row[], valueOf: (row: Row) => SortValue, descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((a, b) => compared(a.value, b.value, sign))
    .map(({ row }) => row);
}

/** Sorts, and gives the same rows again while neither they nor the choice changed: a table draws itself with every scroll. */
export function rememberedSort<Row>(): (rows: readonly Row[], sort: Sort | null, valueOf: ((row: Row) => SortValue) | undefined) => readonly Row[] {
  let last: { rows: readonly Row[]; sort: Sort; sorted: readonly Row[] } | null = null;
  return (rows, sort, valueOf) => {
    if (sort === null || valueOf === undefined) {
      return rows;
    }
    if (last?.rows !== rows || last.sort !== sort) {
      last = { rows, sort, sorted: sortRows(rows, valueOf, sort.descending) };
    }
    return last.sorted;
  };
}

/** Ascending at first, descending when it is chosen again, then as the rows came. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) {
    return { column, descending: false };
  }
  return sort.descending ? null : { column, descending: true };
}

function compared(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) {
    return a === b ? 0 : a === null ? 1 : -1;
  }
  return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
}
