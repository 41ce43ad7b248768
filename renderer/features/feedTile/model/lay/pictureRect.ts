import type { Part } from '#domain/wall/show/spanParts.ts';
import type { TileLook } from '#protocol/wall/layout.ts';

export type Size = { readonly width: number; readonly height: number };
export type Rect = Size & { readonly left: number; readonly top: number };

type Options = {
  /** The clipped box of the tile. */
  readonly box: Size;
  readonly picture: Size;
  readonly look: Pick<TileLook, 'zoom' | 'x' | 'y'>;
  /** What the box is of a picture that spans several tiles; null: it stands alone. */
  readonly part: Part | null;
};

/**
 * Where the whole picture lies, in the coordinates of its box. At zoom 1 it is seen whole, close under the head that speaks of it;
 * zoomed, the point that is looked at stands in the middle, as far as the picture's edges let it.
 */
export function pictureRect({ box, picture, look, part }: Options): Rect {
  const view = part === null ? { left: 0, top: 0, ...box } : wholeOf(box, part);
  const scale = Math.min(view.width / picture.width, view.height / picture.height) * look.zoom;
  const width = picture.width * scale;
  const height = picture.height * scale;
  const isWhole = part === null && look.zoom === 1;
  return {
    left: view.left + edgeOf({ size: width, room: view.width, at: look.x }),
    top: view.top + (isWhole ? 0 : edgeOf({ size: height, room: view.height, at: look.y })),
    width,
    height,
  };
}

/** The rectangle over all the tiles of the span, as one of them sees it. */
function wholeOf(box: Size, part: Part): Rect {
  const width = box.width / part.width;
  const height = box.height / part.height;
  return { left: -part.x * width, top: -part.y * height, width, height };
}

/** Nothing is ever empty on one side while the other is cut. */
function edgeOf({ size, room, at }: { readonly size: number; readonly room: number; readonly at: number }): number {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, room / 2 - at * size));
}

/** The look after the wheel turned by `factor` over a point of the box: what is under the pointer stays there. */
export function zoomedAt({ box, picture, look, part }: Options, point: { readonly x: number; readonly y: number }, factor: number): Pick<TileLook, 'zoom' | 'x' | 'y'> {
  const zoom = Math.min(8, Math.max(1, look.zoom * factor));
  if (zoom === 1) {
    return { zoom: 1, x: 0.5, y: 0.5 };
  }
  const before = pictureRect({ box, picture, look, part });
  const under = { x: (point.x - before.left) / before.width, y: (point.y - before.top) / before.height };
  const width = (before.width * zoom) / look.zoom;
  const height = (before.height * zoom) / look.zoom;
  return settled({ box, picture, part, look: { zoom, x: under.x + (box.width / 2 - point.x) / width, y: under.y + (box.height / 2 - point.y) / height } });
}

/** The look after the picture was dragged by so many pixels. */
export function draggedBy({ box, picture, look, part }: Options, byX: number, byY: number): Pick<TileLook, 'zoom' | 'x' | 'y'> {
  const { width, height } = pictureRect({ box, picture, look, part });
  return settled({ box, picture, part, look: { zoom: look.zoom, x: look.x - byX / width, y: look.y - byY / height } });
}

/** What is looked at is what can be in the middle: a drag beyond the edge needs no way back. */
function settled({ box, picture, look, part }: Options): Pick<TileLook, 'zoom' | 'x' | 'y'> {
  const { left, top, width, height } = pictureRect({ box, picture, look, part });
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  return { zoom: look.zoom, x: inside((box.width / 2 - left) / width), y: inside((box.height / 2 - top) / height) };
}
