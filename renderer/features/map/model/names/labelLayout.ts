/** Which side of its marker a name stands on. */
export type LabelSide = 'right' | 'left' | 'above' | 'below' | 'aboveRight' | 'belowRight' | 'aboveLeft' | 'belowLeft';

/** A name that wants a place. Units in CSS pixels; `x`, `y` is its marker. */
export type LabelWish = {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Drawn even where it covers others: the selected unit. */
  readonly forced: boolean;
};

/** A name and how far its middle is from its marker, CSS pixels. */
export type PlacedLabel = { readonly row: number; readonly side: LabelSide; readonly dx: number; readonly dy: number };

/** A part of the screen, CSS pixels. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

const MARKER_PX = 8;
const GAP_PX = 13;
/** The chosen unit wears a ring. */
const RING_GAP_PX = 21;
const CORNER_GAP_PX = 7;
const CELL_PX = 48;
/** Corners come last: whose name it is reads less clearly there. */
const SIDES: readonly LabelSide[] = ['right', 'left', 'below', 'above', 'belowRight', 'aboveRight', 'belowLeft', 'aboveLeft'];

function shiftFor(side: LabelSide, wish: LabelWish, scale: number): { dx: number; dy: number } {
  const gap = (wish.forced ? RING_GAP_PX : GAP_PX) * scale;
  const across = gap + wish.widthPx / 2;
  const along = gap + wish.heightPx / 2;
  // At a corner the box may come nearer: it is its tip that points at the marker.
  const cornerX = CORNER_GAP_PX * scale + wish.widthPx / 2;
  const cornerY = CORNER_GAP_PX * scale + wish.heightPx / 2;
  switch (side) {
    case 'right':
      return { dx: across, dy: 0 };
    case 'left':
      return { dx: -across, dy: 0 };
    case 'below':
      return { dx: 0, dy: along };
    case 'above':
      return { dx: 0, dy: -along };
    case 'belowRight':
      return { dx: cornerX, dy: cornerY };
    case 'aboveRight':
      return { dx: cornerX, dy: -cornerY };
    case 'belowLeft':
      return { dx: -cornerX, dy: cornerY };
    case 'aboveLeft':
      return { dx: -cornerX, dy: -cornerY };
  }
}

export const boxAround = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth,
  top: y - halfHeight,
  right: x + halfWidth,
  bottom: y + halfHeight,
});

/** Boxes by grid cell, so that a check looks only at neighbours. */
function createOccupied() {
  const cells = new Map<number, Box[]>();
  const keysOf = (box: Box): number[] => {
    const keys: number[] = [];
    for (let column = Math.floor(box.left / CELL_PX); column <= Math.floor(box.right / CELL_PX); column += 1) {
      for (let line = Math.floor(box.top / CELL_PX); line <= Math.floor(box.bottom / CELL_PX); line += 1) {
        keys.push(column * 65_536 + line);
      }
    }
    return keys;
  };
  return {
    add(box: Box): void {
      for (const key of keysOf(box)) {
        const boxes = cells.get(key);
        if (boxes) {
          boxes.push(box);
        } else {
          cells.set(key, [box]);
        }
      }
    },
    free(box: Box, own: Box): boolean {
      const covers = (other: Box): boolean =>
        other !== own && other.right > box.left && other.left < box.right && other.bottom > box.top && other.top < box.bottom;
      // Stops at the first: in a crowd that is at once.
      return keysOf(box).every((key) => !cells.get(key)?.some(covers));
    },
  };
}

/**
 * Places names, most important first, so that none covers another or a marker; what finds no room is left out
 * and shows when the map is zoomed in. A name keeps its side as long as that is free: nothing jumps about.
 */
export function layOutLabels(request: {
  readonly wishes: readonly LabelWish[];
  readonly previousSides: ReadonlyMap<number, LabelSide>;
  /** What no name may cover, such as the names of the basemap. */
  readonly obstacles: readonly Box[];
  readonly limit: number;
  /** How much larger than on a desk the markers are. */
  readonly scale: number;
}): PlacedLabel[] {
  const { wishes, previousSides, obstacles, limit, scale } = request;
  const occupied = createOccupied();
  obstacles.forEach((obstacle) => occupied.add(obstacle));
  const markers = wishes.map((wish) => boxAround(wish.x, wish.y, MARKER_PX * scale, MARKER_PX * scale));
  markers.forEach((marker) => occupied.add(marker));
  const placed: PlacedLabel[] = [];
  wishes.forEach((wish, index) => {
    const own = markers[index];
    if (placed.length >= limit || !own) {
      return;
    }
    const previous = previousSides.get(wish.row);
    const sides = previous ? [previous, ...SIDES.filter((side) => side !== previous)] : SIDES;
    const boxOn = (side: LabelSide): Box => {
      const { dx, dy } = shiftFor(side, wish, scale);
      return boxAround(wish.x + dx, wish.y + dy, wish.widthPx / 2, wish.heightPx / 2);
    };
    const side = sides.find((candidate) => occupied.free(boxOn(candidate), own)) ?? (wish.forced ? sides[0] : undefined);
    if (side) {
      occupied.add(boxOn(side));
      placed.push({ row: wish.row, side, ...shiftFor(side, wish, scale) });
    }
  });
  return placed;
}
