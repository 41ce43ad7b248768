import type { Page } from 'playwright';
import type { ConsoleApp } from './consoleApp.ts';
import { CLOCK_COLUMNS, CLOCK_ROWS, clockRegion, readClock, sourceTagOf } from '#domain/frameClock/frameClock.ts';

/** What one tile's video element really shows: read from its decoded pixels, not from the app's own words. */
export type TileSight = {
  readonly tileKey: string;
  readonly unitId: string;
  readonly state: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Age of the frame on show, ms; null when no clock could be read. */
  readonly ageMs: number | null;
  readonly capturedAt: number | null;
  /** Whether the picture is of the unit that the tile names. */
  readonly ownPicture: boolean;
  /** Between the darkest and the brightest of what was looked at, 0 to 255: a black or blank picture has next to none. */
  readonly contrast: number;
  /** Of what was looked at, 0 to 255. */
  readonly brightest: number;
  /** The tile itself says that something is wrong with the picture. */
  readonly hinted: boolean;
};

type RawTile = {
  tileKey: string;
  unitId: string;
  state: string;
  hinted: boolean;
  widthPx: number;
  heightPx: number;
  readAt: number;
  lumas: number[];
};

const STRIP = { columns: CLOCK_COLUMNS, rows: CLOCK_ROWS, unitRegion: clockRegion({ width: 1, height: 1 }) };

/** Reads every feed tile of a page at one moment. */
export async function seeTiles(page: Page): Promise<TileSight[]> {
  return (await page.evaluate(readPixels, STRIP)).map(toSight);
}

/** The same for every wall window that answers. */
export async function readWallTiles(app: ConsoleApp): Promise<{ slotId: string; tiles: TileSight[] }[]> {
  const windows = await app.readWalls(readPixels, STRIP);
  return windows.map(({ slotId, answer }) => ({ slotId, tiles: answer.map(toSight).toSorted((one, other) => placeOf(one) - placeOf(other)) }));
}

/** In reading order: a picture that moved keeps its element, wherever that stands in the document. */
function placeOf({ tileKey }: TileSight): number {
  const [column = 0, row = 0] = tileKey.split('-').map(Number);
  return row * 100 + column;
}

function toSight(tile: RawTile): TileSight {
  const lumaAt = (x: number, y: number) => tile.lumas[Math.floor(y * CLOCK_ROWS) * CLOCK_COLUMNS + Math.floor(x * CLOCK_COLUMNS)] ?? 0;
  const reading = tile.lumas.length === 0 ? null : readClock(lumaAt, tile.readAt);
  return {
    tileKey: tile.tileKey,
    unitId: tile.unitId,
    state: tile.state,
    widthPx: tile.widthPx,
    heightPx: tile.heightPx,
    ageMs: reading === null ? null : tile.readAt - reading.capturedAt,
    capturedAt: reading?.capturedAt ?? null,
    ownPicture: reading !== null && reading.sourceTag === sourceTagOf(tile.unitId),
    contrast: tile.lumas.length === 0 ? 0 : Math.max(...tile.lumas) - Math.min(...tile.lumas),
    brightest: Math.max(0, ...tile.lumas),
    hinted: tile.hinted,
  };
}

/** Runs in the page: one luma sample (mean of the cell's middle) for each clock cell of each tile's video. */
function readPixels(options: { columns: number; rows: number; unitRegion: { x: number; y: number; width: number; height: number } }): RawTile[] {
  // A picture that is only being connected stands beneath the one that is shown.
  const shown = [...document.querySelectorAll<HTMLElement>('[data-tile-key]')].filter((tile) => !(tile.dataset['tileKey'] ?? '').startsWith('beneath/'));
  return shown.map((tile) => {
    const video = tile.querySelector<HTMLVideoElement>('video[data-role="feed-video"]');
    const { unitRegion, columns, rows } = options;
    const sight: RawTile = {
      tileKey: tile.dataset['tileKey'] ?? '',
      unitId: tile.dataset['unitId'] ?? '',
      state: tile.dataset['state'] ?? '',
      hinted: tile.querySelector('[data-role="tile-hint"]') !== null,
      widthPx: video?.videoWidth ?? 0,
      heightPx: video?.videoHeight ?? 0,
      readAt: Date.now(),
      lumas: [],
    };
    if (video === null || video.videoWidth === 0) {
      return sight;
    }
    const width = Math.round(unitRegion.width * video.videoWidth);
    const height = Math.round(unitRegion.height * video.videoHeight);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) {
      return sight;
    }
    context.drawImage(video, 0, video.videoHeight * unitRegion.y, width, height, 0, 0, width, height);
    sight.readAt = Date.now();
    const pixels = context.getImageData(0, 0, width, height).data;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const x = Math.floor(((column + 0.5) / columns) * width);
        const y = Math.floor(((row + 0.5) / rows) * height);
        const at = (y * width + x) * 4;
        sight.lumas.push(0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0));
      }
    }
    return sight;
  });
}
