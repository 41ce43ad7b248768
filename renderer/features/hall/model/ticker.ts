/** One timer for everything in a window that ages: tiles, clocks, lists. */
export interface Ticker {
  /** Calls on every beat. Returns its own undoing. */
  readonly onBeat: (listener: (now: number) => void) => () => void;
  /** Calls once a second. Returns its own undoing. */
  readonly onSecond: (listener: (now: number) => void) => () => void;
  /** Idempotent. */
  readonly close: () => void;
}

const BEAT_MS = 250;

/** `now` is this machine's time, ms since the epoch. A listener that throws does not stop the others. */
export function createTicker(options: { now: () => number; onError: (error: unknown) => void; beatMs?: number }): Ticker {
  const beats = new Set<(now: number) => void>();
  const seconds = new Set<(now: number) => void>();
  let lastSecond = Math.floor(options.now() / 1_000);
  const call = (listeners: Iterable<(now: number) => void>, now: number) => {
    for (const listener of listeners) {
      try {
        listener(now);
      } catch (error) {
        options.onError(error);
      }
    }
  };
  const timer = setInterval(() => {
    const now = options.now();
    call([...beats], now);
    const second = Math.floor(now / 1_000);
    if (second !== lastSecond) {
      lastSecond = second;
      call([...seconds], now);
    }
  }, options.beatMs ?? BEAT_MS);
  return {
    onBeat: (listener) => added(beats, listener),
    onSecond: (listener) => added(seconds, listener),
    close: () => clearInterval(timer),
  };
}

function added(listeners: Set<(now: number) => void>, listener: (now: number) => void): () => void {
  const registered = (now: number) => listener(now);
  listeners.add(registered);
  return () => listeners.delete(registered);
}
