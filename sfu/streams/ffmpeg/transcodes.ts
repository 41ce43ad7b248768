import { Gauge, type Registry } from 'prom-client';

/** Of a picture that is written anew. */
export type TranscodeLimits = { /** Pixels. */ readonly width: number; /** kbit/s. */ readonly rate: number };

/** How many pictures are written anew at once: each takes a good part of a core, and one too many makes all of them stutter. */
export class Transcodes {
  readonly limits: TranscodeLimits;
  readonly #most: number;
  #open = 0;

  constructor({ most, width, rate, metrics }: TranscodeLimits & { readonly most: number; readonly metrics: Registry }) {
    this.limits = { width, rate };
    this.#most = most;
    const open = () => this.#open;
    metrics.registerMetric(new Gauge({
      name: 'hall_transcodes',
      help: 'Pictures that are written anew now',
      registers: [],
      collect() {
        this.set(open());
      },
    }));
  }

  /** Null: all are taken. The undoing is idempotent. */
  take(): (() => void) | null {
    if (this.#open >= this.#most) return null;
    this.#open += 1;
    let held = true;
    return () => {
      if (held) this.#open -= 1;
      held = false;
    };
  }
}
