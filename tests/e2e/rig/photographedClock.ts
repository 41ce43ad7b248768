import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CLOCK_COLUMNS, CLOCK_ROWS, clockRegion, readClock, type FrameClockReading, type Region } from '#domain/frameClock/frameClock.ts';
import type { VirtualDisplays } from '../../../scripts/displays/startVirtualDisplays.ts';

/** The fixed bits at the clock's end, 10100110. */
const MARK = 0b1010_0110;
const LEAST_CONTRAST = 40;

/** What a display showed at one moment, in shades of grey. */
export type Photograph = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly shades: Uint8Array;
  /** The picture was taken between these, ms since the epoch. */
  readonly takenAt: { readonly earliest: number; readonly latest: number };
};

/** Photographs one display from outside, as a camera before the wall would; leaves the picture in `folder`. */
export async function photographDisplay(displays: VirtualDisplays, options: { name: string; folder: string; /** Instead of the display of that name. */ region?: Region }): Promise<Photograph> {
  // Portable greymap: the pixels as they are behind three numbers.
  const file = path.join(options.folder, `${options.name}.pgm`);
  const earliest = Date.now();
  await displays.photograph(file, options.region ?? options.name);
  const latest = Date.now();
  return { ...readGreymap(await readFile(file)), takenAt: { earliest, latest } };
}

/** Where one tile of an even grid lies on the display. The grid's lines are far thinner than a cell of the clock. */
export function tileRegion(photograph: Photograph, options: { columns: number; rows: number; tile: number }): Region {
  const width = photograph.widthPx / options.columns;
  const height = photograph.heightPx / options.rows;
  return { x: (options.tile % options.columns) * width, y: Math.floor(options.tile / options.columns) * height, width, height };
}

/**
 * Finds the clock in the picture that a tile shows; null when none can be read. The picture keeps its shape and stands in
 * the middle from left to right; how large it is and how high it stands is the layout's affair, so that is searched for.
 */
export function readPhotographedClock(photograph: Photograph, options: { tile: Region; aspect: number }): FrameClockReading | null {
  const votes = new Map<string, { reading: FrameClockReading; count: number }>();
  for (const picture of possiblePictures(options)) {
    const reading = readAt(photograph, picture);
    if (reading !== null) {
      const key = `${reading.capturedAt} ${reading.sourceTag}`;
      votes.set(key, { reading, count: (votes.get(key)?.count ?? 0) + 1 });
    }
  }
  // A chance pattern is read at one place, the clock at several close together.
  const [best] = [...votes.values()].toSorted((one, other) => other.count - one.count);
  return best !== undefined && best.count > 1 ? best.reading : null;
}

/** Closer together than a third of a cell, so that some place hits the cells' middles. */
function* possiblePictures({ tile, aspect }: { tile: Region; aspect: number }): Generator<Region> {
  const widest = Math.min(tile.width, tile.height * aspect);
  for (let width = widest; width > widest / 2; width -= widest / 160) {
    const height = width / aspect;
    for (let y = 0; y <= tile.height - height; y += height / 100) {
      yield { x: tile.x + (tile.width - width) / 2, y: tile.y + y, width, height };
    }
  }
}

/**
 * Whose picture stands exactly here, by the bits of its clock that never change; null when there is no clock. For one that several windows show, each its
 * part: their frames are not of the same moment, so that the time in the clock cannot be read across them.
 */
export function readPhotographedTag(photograph: Photograph, picture: Region): number | null {
  const lumaAt = lumaReader(photograph, picture);
  // The second row: the last 4 bits of the time, 8 of the tag, 8 of the check, and 8 that are fixed.
  const bits = Array.from({ length: CLOCK_COLUMNS }, (_, column) => lumaAt((column + 0.5) / CLOCK_COLUMNS, 0.75));
  const threshold = (Math.max(...bits) + Math.min(...bits)) / 2;
  const read = (from: number) => bits.slice(from, from + 8).reduce((value, luma) => value * 2 + (luma > threshold ? 1 : 0), 0);
  return Math.max(...bits) - Math.min(...bits) > LEAST_CONTRAST && read(20) === MARK ? read(4) : null;
}

function readAt(photograph: Photograph, picture: Region): FrameClockReading | null {
  return readClock(lumaReader(photograph, picture), photograph.takenAt.latest);
}

/** Of a point given as a fraction of the clock's region in a picture that stands here. */
function lumaReader(photograph: Photograph, picture: Region): (x: number, y: number) => number {
  const clock = clockRegion(picture);
  const cell = { width: clock.width / CLOCK_COLUMNS, height: clock.height / CLOCK_ROWS };
  const meanAround = (x: number, y: number): number => {
    let sum = 0;
    let count = 0;
    // The middle third of the cell: its edges are soft from coding and scaling.
    for (let row = Math.round(y - cell.height / 6); row <= y + cell.height / 6; row += 1) {
      for (let column = Math.round(x - cell.width / 6); column <= x + cell.width / 6; column += 1) {
        sum += photograph.shades[row * photograph.widthPx + column] ?? 0;
        count += 1;
      }
    }
    return sum / count;
  };
  return (x, y) => meanAround(picture.x + clock.x + x * clock.width, picture.y + clock.y + y * clock.height);
}

function readGreymap(file: Buffer): Pick<Photograph, 'widthPx' | 'heightPx' | 'shades'> {
  const [head, width, height, brightest] = /^P5\s+(\d+)\s+(\d+)\s+(255|65535)\s/.exec(file.toString('latin1', 0, 64)) ?? [];
  if (head === undefined) {
    throw new Error('The photograph is no greymap');
  }
  // Of a shade of 16 bits the first byte is the one that counts.
  const step = brightest === '255' ? 1 : 2;
  const shades = new Uint8Array(Number(width) * Number(height));
  for (let pixel = 0; pixel < shades.length; pixel += 1) {
    shades[pixel] = file[head.length + pixel * step] ?? 0;
  }
  return { widthPx: Number(width), heightPx: Number(height), shades };
}
