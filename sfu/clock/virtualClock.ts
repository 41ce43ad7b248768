import { setImmediate } from 'node:timers/promises';
import { MAX_CLOCK_RATE } from '#protocol/nouns/clock.ts';
import type { HallClock } from '../ports/clock.ts';
import { DueTimers } from './dueTimers.ts';
import { expectInterval } from './realClock.ts';

/** The longest delay a timer of the process takes, ms. */
const MAX_DELAY_MS = 2_147_483_647;

type VirtualClockOptions = {
  /** Where it begins, ms since the epoch; default: the machine's time. */
  readonly at?: number;
  /** Ms of this clock in one real ms: 0 stands still; default: 1. */
  readonly rate?: number;
};

type Reading = { readonly at: number; readonly rate: number };

/** A clock that runs as it is told. Between two due times whatever the first one's timers began gets its turn. */
export class VirtualClock implements HallClock {
  readonly #timers = new DueTimers();
  readonly #listeners = new Set<(reading: Reading) => void>();
  /** At this real time (ms of the process) the clock showed this. */
  #shown: { readonly at: number; readonly whenMs: number };
  #rate: number;
  /** The time that timers see which run now, or have just run. */
  #heldAt: number | null = null;
  #settle: () => Promise<void> = () => Promise.resolve();
  #work: Promise<void> = Promise.resolve();
  #wake: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor({ at = Date.now(), rate = 1 }: VirtualClockOptions) {
    expectRate(rate);
    this.#shown = { at: Math.ceil(at), whenMs: performance.now() };
    this.#rate = rate;
  }

  /** Errors: RangeError for a rate that is not 0 to 3,600. */
  static create(options: VirtualClockOptions = {}): VirtualClock {
    return new VirtualClock(options);
  }

  get rate(): number {
    return this.#rate;
  }

  now(): number {
    // A due time is not passed before its timers have run, however late the process is.
    return this.#heldAt ?? Math.max(this.#shown.at, Math.floor(Math.min(this.#runningAt(), this.#timers.firstAt)));
  }

  at(dueAt: number, run: () => void): () => void {
    if (this.#closed) {
      return () => {};
    }
    const cancel = this.#timers.add(Math.max(Math.ceil(dueAt), this.now()), run);
    this.#arm();
    return cancel;
  }

  /** Errors: RangeError for an interval under 1 ms. */
  every(intervalMs: number, run: () => void): () => void {
    expectInterval(intervalMs);
    let beatAt = this.now() + intervalMs;
    let cancel = () => {};
    const plan = () => {
      cancel = this.at(beatAt, () => {
        beatAt += intervalMs;
        plan();
        run();
      });
    };
    plan();
    return () => cancel();
  }

  /** Told of each step and each change of the rate, when it is done. Returns its own undoing. */
  onChanged(listener: (reading: Reading) => void): () => void {
    const registered = (reading: Reading) => listener(reading);
    this.#listeners.add(registered);
    return () => void this.#listeners.delete(registered);
  }

  /** Waited for, with a turn of the event loop before and after, wherever timers have run: what they began is done then. It must not reject. */
  settleBy(settle: () => Promise<void>): void {
    this.#settle = settle;
  }

  /** Errors: RangeError for a rate that is not 0 to 3,600. */
  setRate(rate: number): void {
    expectRate(rate);
    this.#show(this.now());
    this.#rate = rate;
    this.#arm();
    this.#tell();
  }

  /** Goes on by so much and runs what is due on the way. Resolves when it is there. */
  advance(byMs: number): Promise<void> {
    return this.#inTurn(() => this.#step(this.now() + Math.max(0, byMs)));
  }

  /** As `advance`; a time that has passed changes nothing. */
  advanceTo(at: number): Promise<void> {
    return this.#inTurn(() => this.#step(at));
  }

  /** Nothing runs from here on. Idempotent. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#wake);
    this.#timers.clear();
    this.#listeners.clear();
  }

  async #step(at: number): Promise<void> {
    const targetAt = Math.ceil(at);
    if (targetAt <= this.now()) {
      return;
    }
    await this.#runDue({ upTo: () => targetAt, thenAt: targetAt });
    this.#tell();
  }

  /** One thing after the other: two steps at once would run timers out of their order. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(work).finally(() => this.#arm());
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  /** `thenAt`: where it goes on from afterwards; null: as if nothing had held it up. */
  async #runDue({ upTo, thenAt }: { upTo: () => number; thenAt: number | null }): Promise<void> {
    let heldAt = this.now();
    this.#heldAt = heldAt;
    while (this.#timers.firstAt <= upTo()) {
      heldAt = this.#timers.firstAt;
      this.#heldAt = heldAt;
      for (let timer = this.#timers.takeDueBy(heldAt); timer !== undefined; timer = this.#timers.takeDueBy(heldAt)) {
        runAsOfProcess(timer.run);
      }
      await setImmediate();
      await this.#settle();
      await setImmediate();
    }
    if (thenAt !== null) {
      this.#show(thenAt);
    } else if (heldAt > this.#runningAt()) {
      this.#show(heldAt);
    }
    this.#heldAt = null;
  }

  /** Has the process wake this clock when its next timer is due. */
  #arm(): void {
    clearTimeout(this.#wake);
    const { firstAt } = this.#timers;
    if (this.#closed || this.#heldAt !== null || firstAt === Infinity) {
      return;
    }
    const leftMs = firstAt <= this.now() ? 0 : (firstAt - this.#runningAt()) / this.#rate;
    if (leftMs < Infinity) {
      const upTo = () => Math.max(this.now(), this.#runningAt());
      this.#wake = setTimeout(() => void this.#inTurn(() => this.#runDue({ upTo, thenAt: null })), Math.min(Math.max(0, leftMs), MAX_DELAY_MS)).unref();
    }
  }

  #runningAt(): number {
    return this.#shown.at + (performance.now() - this.#shown.whenMs) * this.#rate;
  }

  #show(at: number): void {
    this.#shown = { at, whenMs: performance.now() };
  }

  #tell(): void {
    const reading = { at: this.now(), rate: this.#rate };
    for (const listener of this.#listeners) {
      listener(reading);
    }
  }
}

/** What a timer throws must neither be lost nor keep the others from running. */
function runAsOfProcess(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Errors: RangeError. */
function expectRate(rate: number): void {
  if (!(rate >= 0 && rate <= MAX_CLOCK_RATE)) {
    throw new RangeError(`a clock cannot run at ${rate} times real time`);
  }
}
