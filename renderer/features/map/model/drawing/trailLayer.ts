import { LineLayer } from '@deck.gl/layers';

type Rgb = readonly [number, number, number];

const POSITION_WIDTH = 3;
const COLOR_WIDTH = 4;
const NEWEST_ALPHA = 190;
const OLDEST_ALPHA = 14;

/** Pieces of trails, each fainter the older it is. Room grows but is never given back. */
export class TrailBuffer {
  #from = new Float64Array(0);
  #to = new Float64Array(0);
  #colors = new Uint8Array(0);
  #count = 0;

  reset(): void {
    this.#count = 0;
  }

  /** A way of longitude and latitude in turn, oldest first, and the place where it ends now. */
  add(way: Float64Array, end: { readonly longitude: number; readonly latitude: number }, [red, green, blue]: Rgb): void {
    const pieces = way.length / 2;
    this.#reserve(this.#count + pieces);
    for (let piece = 0; piece < pieces; piece += 1) {
      const row = this.#count;
      const last = piece === pieces - 1;
      this.#from[row * POSITION_WIDTH] = way[piece * 2] ?? 0;
      this.#from[row * POSITION_WIDTH + 1] = way[piece * 2 + 1] ?? 0;
      this.#to[row * POSITION_WIDTH] = last ? end.longitude : (way[piece * 2 + 2] ?? 0);
      this.#to[row * POSITION_WIDTH + 1] = last ? end.latitude : (way[piece * 2 + 3] ?? 0);
      const alpha = OLDEST_ALPHA + ((NEWEST_ALPHA - OLDEST_ALPHA) * (piece + 1)) / pieces;
      this.#colors.set([red, green, blue, alpha], row * COLOR_WIDTH);
      this.#count += 1;
    }
  }

  layer(widthPx: number): LineLayer {
    return new LineLayer({
      id: 'unit-trails',
      data: {
        length: this.#count,
        attributes: {
          getSourcePosition: { value: this.#from, size: POSITION_WIDTH },
          getTargetPosition: { value: this.#to, size: POSITION_WIDTH },
          getColor: { value: this.#colors, size: COLOR_WIDTH, normalized: true },
        },
      },
      getWidth: widthPx,
      widthUnits: 'pixels',
      parameters: { depthCompare: 'always', depthWriteEnabled: false },
    });
  }

  #reserve(pieces: number): void {
    if (pieces * COLOR_WIDTH <= this.#colors.length) {
      return;
    }
    const room = Math.max(512, pieces, (this.#colors.length / COLOR_WIDTH) * 2);
    const from = new Float64Array(room * POSITION_WIDTH);
    const to = new Float64Array(room * POSITION_WIDTH);
    const colors = new Uint8Array(room * COLOR_WIDTH);
    from.set(this.#from);
    to.set(this.#to);
    colors.set(this.#colors);
    this.#from = from;
    this.#to = to;
    this.#colors = colors;
  }
}
