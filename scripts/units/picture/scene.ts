import {
  osdTime,
  paintBox,
  paintClock,
  paintLettering,
  planarBytes,
  planarPicture,
  type Picture,
} from '../../../renderer/features/field/picture.ts';
import { yuvOf } from './colour.ts';
import type { UnitLettering } from './lettering.ts';

export type FrameSize = { readonly width: number; readonly height: number };

/** A van crosses the picture in this time, ms; its place shows at a glance that the picture moves. */
const CROSSING_MS = 9_000;
const HOUSES = 11;

/**
 * The street scene of one simulated unit: sky and road in the unit's own tone, a skyline of its own, its lettering.
 * What never changes is painted once; a frame is a copy of it plus the van, the time of day and the machine clock.
 */
export class Scene {
  readonly bytesPerFrame: number;
  readonly #size: FrameSize;
  readonly #base: Uint8Array;
  readonly #lettering: UnitLettering;
  readonly #hueDeg: number;
  readonly #sourceTag: number;
  /** The road lies just above the lettering, so that the van never passes under a letter. */
  readonly #roadY: number;

  constructor(options: { size: FrameSize; hueDeg: number; sourceTag: number; lettering: UnitLettering }) {
    this.#size = options.size;
    this.#hueDeg = options.hueDeg;
    this.#sourceTag = options.sourceTag;
    this.#lettering = options.lettering;
    this.bytesPerFrame = planarBytes(options.size);
    this.#base = new Uint8Array(this.bytesPerFrame);
    const picture = planarPicture(this.#base, options.size);
    this.#roadY = options.lettering.topY - options.size.height * 0.14;
    paintStreet(picture, { hueDeg: options.hueDeg, seed: options.sourceTag, roadY: this.#roadY });
    paintLettering(picture, options.lettering.fixed, { x: 0, y: 0 });
  }

  /** Writes the whole frame into `target`. `at`: hall time, ms since the epoch; without `clock` no machine clock is burned. */
  paint(target: Uint8Array, at: number, options: { clock: boolean }): void {
    target.set(this.#base);
    const picture = planarPicture(target, this.#size);
    paintVan(picture, { hueDeg: this.#hueDeg, way: (at % CROSSING_MS) / CROSSING_MS, roadY: this.#roadY });
    let { x } = this.#lettering.timeAt;
    for (const character of osdTime(at)) {
      const glyph = this.#lettering.glyphs.get(character);
      if (glyph !== undefined) {
        paintLettering(picture, glyph, { x, y: this.#lettering.timeAt.y });
        x += glyph.width;
      }
    }
    if (options.clock) {
      paintClock(picture, { capturedAt: at, sourceTag: this.#sourceTag });
    }
  }
}

function paintStreet(picture: Picture, { hueDeg, seed, roadY: horizon }: { hueDeg: number; seed: number; roadY: number }): void {
  const { width, height } = picture;
  const bands = 30;
  for (let band = 0; band < bands; band += 1) {
    const box = { x: 0, y: (horizon * band) / bands, width, height: horizon / bands + 1 };
    paintBox(picture, box, yuvOf(hueDeg, 0.55, 0.16 + (0.3 * band) / bands));
  }
  const wide = width / HOUSES;
  for (let house = 0; house < HOUSES; house += 1) {
    const tall = height * (0.12 + 0.22 * fraction(seed * 7.31 + house * 3.77));
    const dark = 0.14 + 0.1 * fraction(seed * 1.7 + house);
    paintBox(picture, { x: house * wide, y: horizon - tall, width: wide * 0.92, height: tall }, yuvOf(hueDeg + 20, 0.25, dark));
  }
  paintBox(picture, { x: 0, y: horizon, width, height: height - horizon }, yuvOf(hueDeg, 0.08, 0.22));
  paintBox(picture, { x: 0, y: horizon, width, height: Math.max(2, height * 0.012) }, yuvOf(hueDeg, 0.1, 0.5));
}

function paintVan(picture: Picture, { hueDeg, way, roadY }: { hueDeg: number; way: number; roadY: number }): void {
  const { width, height } = picture;
  const long = even(width * 0.16);
  const tall = even(height * 0.1);
  const x = even(-long + way * (width + long));
  const y = even(roadY + height * 0.02);
  paintBox(picture, { x, y, width: long, height: tall }, yuvOf(hueDeg + 180, 0.7, 0.55));
  paintBox(picture, { x: x + long * 0.72, y: y + 2, width: long * 0.22, height: tall * 0.45 }, yuvOf(210, 0.4, 0.8));
  for (const wheel of [0.18, 0.74]) {
    paintBox(picture, { x: x + long * wheel, y: y + tall * 0.8, width: tall * 0.4, height: tall * 0.4 }, yuvOf(0, 0, 0.08));
  }
}

function even(value: number): number {
  return Math.round(value / 2) * 2;
}

function fraction(value: number): number {
  const scaled = Math.abs(Math.sin(value)) * 43_758.5453;
  return scaled - Math.floor(scaled);
}
