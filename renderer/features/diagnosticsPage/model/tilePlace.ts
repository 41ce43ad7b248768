/** Where a tile is, from its key: its first cell counted from 1, and whether it is only connected ahead; null: not on a grid. */
export function tilePlace(tileKey: string): { column: number; row: number; ahead: boolean } | null {
  const found = /^(beneath\/)?(\d+)-(\d+)/.exec(tileKey);
  return found ? { column: Number(found[2]) + 1, row: Number(found[3]) + 1, ahead: found[1] !== undefined } : null;
}
