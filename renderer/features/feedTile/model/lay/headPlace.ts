import type { Size } from './pictureRect.ts';

/** Letters that the head needs beside a picture. */
const HEAD_LETTERS = 8;
const LEAST_SHARE = 0.22;
/** Wider than this nothing more is said; the picture then stands in the middle of what is left. */
const MOST_LETTERS = 11;

/** Width of a head beside the picture, in pixels: where a tall picture leaves so much free that it costs nothing there; null: it stands above. */
export function headBesidePx({ tile, picture, textPx }: { readonly tile: Size; readonly picture: Size; readonly textPx: number }): number | null {
  const spare = Math.floor(tile.width - (tile.height * picture.width) / picture.height);
  return spare >= Math.max(HEAD_LETTERS * textPx, LEAST_SHARE * tile.width) ? Math.min(spare, Math.ceil(MOST_LETTERS * textPx)) : null;
}
