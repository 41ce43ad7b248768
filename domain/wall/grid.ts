/** Grids a slot offers, smallest first. */
export const GRIDS = [
  { columns: 1, rows: 1 },
  { columns: 2, rows: 1 },
  { columns: 2, rows: 2 },
  { columns: 3, rows: 2 },
  { columns: 3, rows: 3 },
  { columns: 4, rows: 3 },
  { columns: 4, rows: 4 },
] as const;

export type Grid = { readonly columns: number; readonly rows: number };

/** The smallest offered grid with room for `count` tiles; the largest when none has. */
export function gridFor(count: number): Grid {
  return GRIDS.find((grid) => grid.columns * grid.rows >= count) ?? GRIDS.at(-1)!;
}
