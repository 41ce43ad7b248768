import type { Box } from '#domain/fences/ring.ts';
import type { Position } from '#domain/geodesy/datum.ts';

/** Edge of a cell, about five kilometres. */
const CELL_DEG = 0.05;
/** A box over more cells than this is looked at for every position. */
const MOST_CELLS = 400;
const ROWS = 8_192;

/** Finds the things whose boxes hold a position. */
export class BoxGrid<Thing> {
  readonly #cells = new Map<number, { readonly box: Box; readonly thing: Thing }[]>();
  readonly #large: { readonly box: Box; readonly thing: Thing }[] = [];

  constructor(things: Iterable<readonly [Box, Thing]>) {
    for (const [box, thing] of things) {
      this.#add(box, thing);
    }
  }

  at(position: Position): Thing[] {
    const found: Thing[] = [];
    const cell = this.#cells.get(cellOf(position[0], position[1]));
    for (const { box, thing } of cell === undefined ? this.#large : [...cell, ...this.#large]) {
      if (holds(box, position)) {
        found.push(thing);
      }
    }
    return found;
  }

  #add(box: Box, thing: Thing): void {
    const [west, south, east, north] = box;
    const columns = columnOf(east) - columnOf(west) + 1;
    const rows = columnOf(north) - columnOf(south) + 1;
    if (columns * rows > MOST_CELLS) {
      this.#large.push({ box, thing });
      return;
    }
    for (let column = columnOf(west); column <= columnOf(east); column++) {
      for (let row = columnOf(south); row <= columnOf(north); row++) {
        const key = column * ROWS + row;
        const cell = this.#cells.get(key) ?? [];
        cell.push({ box, thing });
        this.#cells.set(key, cell);
      }
    }
  }
}

export function holds([west, south, east, north]: Box, [longitudeDeg, latitudeDeg]: Position): boolean {
  return longitudeDeg >= west && longitudeDeg <= east && latitudeDeg >= south && latitudeDeg <= north;
}

function cellOf(longitudeDeg: number, latitudeDeg: number): number {
  return columnOf(longitudeDeg) * ROWS + columnOf(latitudeDeg);
}

function columnOf(degrees: number): number {
  return Math.floor((degrees + 180) / CELL_DEG);
}
