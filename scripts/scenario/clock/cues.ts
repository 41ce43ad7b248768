import type { WireEntry } from '#protocol/nouns/log.ts';
import { DueTimers } from '../../../sfu/clock/dueTimers.ts';

type Waiter = { readonly matches: (entry: WireEntry) => boolean; readonly wake: (entry: WireEntry) => void };

/**
 * Everything that is being played at once. A part of it either works, or waits for a time of the exercise or for an entry of the log;
 * when all wait, the clock may go on and nothing is missed.
 */
export class Cues {
  readonly #timers = new DueTimers();
  readonly #waiters = new Set<Waiter>();
  readonly #onFault: (error: unknown) => void;
  #atWork = 0;
  #whenIdle: (() => void)[] = [];
  #closed = false;

  private constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** `onFault`: told of whatever a part failed with; the others go on. */
  static create({ onFault }: { readonly onFault: (error: unknown) => void }): Cues {
    return new Cues(onFault);
  }

  /** When the next part wants to go on, ms since the epoch; Infinity: none waits for a time. */
  get nextAt(): number {
    return this.#timers.firstAt;
  }

  /** Whether some part does something just now. */
  get isAtWork(): boolean {
    return this.#atWork > 0;
  }

  /** Begins a part. */
  start(work: () => Promise<void>): void {
    this.#enter();
    work().catch(this.#onFault).finally(() => this.#leave());
  }

  /** For a part alone. Resolves when it is that time. */
  async until(at: number): Promise<void> {
    await this.#parked<void>((wake) => this.#timers.add(at, () => wake()));
  }

  /** For a part alone. The first entry from here on for which this is true; null when there is none by then. */
  async entry(matches: (entry: WireEntry) => boolean, byAt: number): Promise<WireEntry | null> {
    return this.#parked<WireEntry | null>((wake) => {
      const waiter: Waiter = { matches, wake };
      this.#waiters.add(waiter);
      const cancel = this.#timers.add(byAt, () => wake(null));
      return () => {
        this.#waiters.delete(waiter);
        cancel();
      };
    });
  }

  /** Wakes who waits for one of these entries. */
  hear(entries: readonly WireEntry[]): void {
    for (const entry of entries) {
      for (const { matches, wake } of this.#waiters) {
        if (matches(entry)) {
          wake(entry);
        }
      }
    }
  }

  /** Wakes whose time has come; false when it was nobody's. */
  runDue(now: number): boolean {
    let woke = false;
    for (let timer = this.#timers.takeDueBy(now); timer !== undefined; timer = this.#timers.takeDueBy(now)) {
      woke = true;
      timer.run();
    }
    return woke;
  }

  /** Resolves when every part waits or is over. */
  idle(): Promise<void> {
    return this.#atWork === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Who waits, waits for ever. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#timers.clear();
    this.#waiters.clear();
  }

  /** `park` is given what ends the waiting, and answers its own undoing. */
  async #parked<Value>(park: (wake: (value: Value) => void) => () => void): Promise<Value> {
    const waiting = new Promise<Value>((resolve) => {
      let undo = () => {};
      undo = park((value) => {
        undo();
        if (!this.#closed) {
          // At work again before anybody can take it for idle.
          this.#enter();
          resolve(value);
        }
      });
    });
    this.#leave();
    return waiting;
  }

  #enter(): void {
    this.#atWork += 1;
  }

  #leave(): void {
    this.#atWork -= 1;
    if (this.#atWork === 0) {
      this.#whenIdle.splice(0).forEach((resolve) => resolve());
    }
  }
}
