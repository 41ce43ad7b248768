import { z } from 'zod';
import { tileContent } from './content.ts';

/** Columns or rows of a display at most, and tiles on it. */
export const MAX_GRID_SIDE = 12;
export const MAX_TILES = 64;
/** How much stands over a picture: all that is known, name and state, nothing but what is wrong. */
export const DENSITIES = ['full', 'brief', 'bare'] as const;
export type Density = (typeof DENSITIES)[number];

/** How the picture of a tile is looked at. */
export const tileLook = z.strictObject({
  /** Digital zoom; 1 is the whole picture. */
  zoom: z.number().min(1).max(8),
  /** Middle of what is seen, in fractions of the picture. */
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  /** 定格: since when the picture stands still, hall time; null: it moves. */
  frozenAt: z.int().nullable(),
  /** Of the sound on the wall, 0 (not heard, nothing is received) to 1. */
  volume: z.number().min(0).max(1),
});
export type TileLook = z.infer<typeof tileLook>;
export const PLAIN_LOOK: TileLook = { zoom: 1, x: 0.5, y: 0.5, frozenAt: null, volume: 0 };

/** A rectangle of cells, counted from 0; no two of a layout share a cell. A tile is known by its first cell. */
const cells = {
  column: z.int().min(0).max(MAX_GRID_SIDE - 1),
  row: z.int().min(0).max(MAX_GRID_SIDE - 1),
  columnSpan: z.int().min(1).max(MAX_GRID_SIDE),
  rowSpan: z.int().min(1).max(MAX_GRID_SIDE),
};

export const wallTile = z.strictObject({
  ...cells,
  content: tileContent,
  /** Nobody moves or changes it before it is unlocked. */
  locked: z.boolean(),
  /** An alarm takes it while it is open. */
  takesAlarms: z.boolean(),
  /** Tiles of several displays with one name show one picture, each its part; null: the tile stands alone. */
  span: z.string().min(1).max(40).nullable(),
  look: tileLook,
});
export type WallTile = z.infer<typeof wallTile>;

/** What one display shows. */
export const slotLayout = z.strictObject({
  /** `auto`: the hall deals live feeds onto it; `manual`: as somebody set it. */
  mode: z.enum(['auto', 'manual']),
  columns: z.int().min(1).max(MAX_GRID_SIDE),
  rows: z.int().min(1).max(MAX_GRID_SIDE),
  /** In reading order of their first cells. Cells without a tile stay dark. */
  tiles: z.array(wallTile).max(MAX_TILES),
  /** 黑屏: shows nothing at all, and keeps the layout. */
  blank: z.boolean(),
  density: z.enum(DENSITIES),
});
export type SlotLayout = z.infer<typeof slotLayout>;
