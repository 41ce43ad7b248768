import type { Picture, PictureSource } from './pictures.ts';

/** Faster than this only key frames are sent, as recorders do. */
const WHOLE_UP_TO = 4;

type Options = { readonly source: PictureSource; readonly from: number; readonly to: number; readonly scale: number; readonly onPicture: (picture: Picture) => void; readonly onEnd: () => void };

/** A recording that plays: pauses, goes to another place, goes faster, and ends. */
export class Replay {
  readonly #options: Options;
  #atMs: number;
  #scale: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#atMs = keyFrameAt(options.from);
    this.#scale = options.scale;
  }

  /** `seekMs`: from the beginning of what was asked for; null: goes on from where it stands. `scale` null: as before. */
  play({ seekMs, scale }: { readonly seekMs: number | null; readonly scale: number | null }): void {
    clearTimeout(this.#timer);
    if (seekMs !== null) this.#atMs = keyFrameAt(this.#options.from + seekMs);
    if (scale !== null) this.#scale = scale;
    this.#next();
  }

  /** Idempotent. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** How far it is, ms since the epoch. */
  get momentMs(): number {
    return this.#atMs;
  }

  #next(): void {
    const { source, to, onPicture, onEnd } = this.#options;
    const found = this.#atMs >= to ? null : source.recordedAt(this.#atMs);
    if (found === null) return onEnd();
    if (found.picture.isKeyFrame || this.#scale <= WHOLE_UP_TO) onPicture(found.picture);
    const waitMs = (found.nextAtMs - this.#atMs) / this.#scale;
    this.#atMs = found.nextAtMs;
    this.#timer = setTimeout(() => this.#next(), waitMs);
  }
}

function keyFrameAt(momentMs: number): number {
  return Math.floor(momentMs / 1_000) * 1_000;
}
