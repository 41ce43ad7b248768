import type { HallClock } from '../ports/clock.ts';

/** Timers of the process do not count the time for which the machine slept: so often its clock is looked at again. */
const LOOK_AGAIN_MS = 30_000;

/** The machine's time. Set back, it goes on at half its pace until the machine has caught up; its timers keep no process alive. */
export function createRealClock(): HallClock {
  let at = Date.now();
  let readAt = performance.now();
  const now = (): number => {
    const passedMs = performance.now() - readAt;
    readAt += passedMs;
    const machineAt = Date.now();
    at = machineAt >= at + passedMs ? machineAt : Math.max(machineAt, at + passedMs / 2);
    return Math.floor(at);
  };
  const clock: HallClock = {
    now,
    at(dueAt, run) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        const leftMs = Math.max(0, dueAt - now());
        // A timer of the process may come a little early.
        timer = setTimeout(() => (now() >= dueAt ? run() : wait()), Math.min(leftMs, LOOK_AGAIN_MS)).unref();
      };
      wait();
      return () => clearTimeout(timer);
    },
    every: (intervalMs, run) => repeat(clock, intervalMs, run),
  };
  return clock;
}

/** Beats keep to their grid; those that a process slept through are one. Errors: RangeError for an interval under 1 ms. */
function repeat(clock: HallClock, intervalMs: number, run: () => void): () => void {
  expectInterval(intervalMs);
  let beatAt = clock.now() + intervalMs;
  let cancel = () => {};
  const plan = () => {
    cancel = clock.at(beatAt, () => {
      beatAt += Math.max(1, Math.ceil((clock.now() - beatAt) / intervalMs)) * intervalMs;
      plan();
      run();
    });
  };
  plan();
  return () => cancel();
}

/** Errors: RangeError. */
export function expectInterval(intervalMs: number): void {
  if (!(intervalMs >= 1)) {
    throw new RangeError(`an interval of ${intervalMs} ms never ends`);
  }
}
