/** The clock's hands, so that tests can turn them. */
export type Timers = {
  /** Runs it once, later; returns its own undoing. */
  readonly after: (delayMs: number, run: () => void) => () => void;
};

/** Of the process; they keep no process alive. */
export const processTimers: Timers = {
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Errors: those of `work`; `late()` when it takes longer. */
export async function within<Value>(timers: Timers, limitMs: number, work: Promise<Value>, late: () => Error): Promise<Value> {
  let cancel = () => {};
  const tooLate = new Promise<never>((_resolve, reject) => {
    cancel = timers.after(limitMs, () => reject(late()));
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    cancel();
  }
}

/** Runs `attempt` until it succeeds, waiting longer each time. Returns its own undoing. */
export function untilDone(timers: Timers, delays: { firstMs: number; baseMs: number; mostMs: number }, attempt: () => Promise<void>): () => void {
  let ended = false;
  let cancel = () => {};
  const tryAfter = (delayMs: number, nextMs: number) => {
    cancel = timers.after(delayMs, () => {
      attempt().catch(() => {
        if (!ended) {
          tryAfter(nextMs, Math.min(2 * nextMs, delays.mostMs));
        }
      });
    });
  };
  tryAfter(delays.firstMs, delays.firstMs < delays.baseMs ? delays.baseMs : Math.min(2 * delays.baseMs, delays.mostMs));
  return () => {
    ended = true;
    cancel();
  };
}
