/**
 * A clock burned into video frames as black and white cells, so that a program can tell which unit's frame it sees
 * and how old it is, after coding, scaling and photographing.
 *
 * 2 rows × 28 columns along the bottom left of the frame. Row by row, most significant bit first:
 * 32 bits of ms since the epoch modulo 2^32 · 8 bits of source tag · 8 bits of CRC-8 · 8 bits fixed 10100110
 * (the fixed bits give the decoder its black and white and tell a clock from a picture).
 */
export const CLOCK_COLUMNS = 28;
export const CLOCK_ROWS = 2;
const CELLS = CLOCK_COLUMNS * CLOCK_ROWS;
const MARK_BITS = [1, 0, 1, 0, 0, 1, 1, 0] as const;
const MARK_START = CELLS - MARK_BITS.length;
const TIME_SPAN = 2 ** 32;
/** Least difference in luma between white and black cells that is believed. */
const MIN_CONTRAST = 40;

export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type FrameClockReading = {
  /** When the frame was captured, ms since the epoch, taking the span of 49 days nearest to `now`. */
  readonly capturedAt: number;
  readonly sourceTag: number;
};

/** Where the clock lies in a frame of this size, in its pixels (not rounded). */
export function clockRegion(frame: { width: number; height: number }): Region {
  const height = frame.height * 0.1;
  return { x: 0, y: frame.height - height, width: frame.width * 0.84, height };
}

/** 8-bit tag of a unit or feed id; a test of identity beside the clock, not an identifier. */
export function sourceTagOf(id: string): number {
  return crc8(Array.from(id, (character) => character.codePointAt(0)! & 0xff));
}

/** The cells to draw, row by row; true is white. */
export function clockCells(options: { capturedAt: number; sourceTag: number }): boolean[] {
  const time = Math.floor(options.capturedAt) % TIME_SPAN;
  const bytes = [(time / 2 ** 24) & 0xff, (time >>> 16) & 0xff, (time >>> 8) & 0xff, time & 0xff, options.sourceTag & 0xff];
  const bits = [...bytes, crc8(bytes)].flatMap(bitsOf);
  return [...bits, ...MARK_BITS].map((bit) => bit === 1);
}

/** Corner points of one cell inside the region. */
export function cellRegion(region: Region, cell: number): Region {
  const width = region.width / CLOCK_COLUMNS;
  const height = region.height / CLOCK_ROWS;
  return { x: region.x + (cell % CLOCK_COLUMNS) * width, y: region.y + Math.floor(cell / CLOCK_COLUMNS) * height, width, height };
}

/**
 * Reads the clock from luma samples.
 * `lumaAt(x, y)` gives 0 to 255 at a point given as a fraction (0 to 1) of the clock region.
 * Returns null when there is no clock there or it is damaged.
 */
export function readClock(lumaAt: (x: number, y: number) => number, now: number): FrameClockReading | null {
  const samples = Array.from({ length: CELLS }, (_, cell) => {
    const column = cell % CLOCK_COLUMNS;
    const row = Math.floor(cell / CLOCK_COLUMNS);
    return lumaAt((column + 0.5) / CLOCK_COLUMNS, (row + 0.5) / CLOCK_ROWS);
  });
  const mark = samples.slice(MARK_START);
  const white = Math.min(...mark.filter((_, index) => MARK_BITS[index] === 1));
  const black = Math.max(...mark.filter((_, index) => MARK_BITS[index] === 0));
  if (white - black < MIN_CONTRAST) {
    return null;
  }
  const threshold = (white + black) / 2;
  const bytes = Array.from({ length: MARK_START / 8 }, (_, index) =>
    samples.slice(index * 8, index * 8 + 8).reduce((value, luma) => value * 2 + (luma > threshold ? 1 : 0), 0),
  );
  const [a = 0, b = 0, c = 0, d = 0, sourceTag = 0, checksum = 0] = bytes;
  if (crc8([a, b, c, d, sourceTag]) !== checksum) {
    return null;
  }
  const time = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const spans = Math.round((now - time) / TIME_SPAN);
  return { capturedAt: time + spans * TIME_SPAN, sourceTag };
}

function bitsOf(byte: number): number[] {
  return Array.from({ length: 8 }, (_, index) => (byte >> (7 - index)) & 1);
}

/** CRC-8/SMBUS, polynomial 0x07, started at 0x5a so that an all-black strip is no valid clock. */
function crc8(bytes: readonly number[]): number {
  let crc = 0x5a;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
    }
  }
  return crc;
}
