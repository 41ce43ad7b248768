import type { Logger } from 'pino';
import { snapshotOf } from '#domain/hallState/hallState.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogEnd } from './decided.ts';
import { signNow, signPastDays, untilMidnightMs, type LogKey } from './signedHeads.ts';
import type { Timers } from './timers.ts';

const ANSWERS_KEPT_MS = 30 * 86_400_000;
const AGAIN_AFTER_MS = 10 * 60_000;
const LOOK_EVERY_MS = 60 * 60_000;

export type UpkeepOptions = {
  readonly journal: Journal;
  readonly key: LogKey;
  readonly now: () => number;
  readonly timers: Timers;
  readonly log: Logger;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Sequence of the newest snapshot there is. */
  readonly snapshotAt: number;
  /** The durable end of the log. */
  readonly end: () => LogEnd;
};

/** What the log needs now and then, off the path of commands: snapshots, signed days, forgetting of old answers. None of it failing stops the hall. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #snapshotAt: number;
  #underWay: Promise<void> | null = null;
  #daily: Promise<void>;
  #cancelDaily = () => {};
  #closed = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#snapshotAt = options.snapshotAt;
    this.#daily = this.#doDaily();
  }

  /** To be called when entries became durable. */
  appended(): void {
    const { end, snapshotEvery } = this.#options;
    if (this.#underWay === null && !this.#closed && end().position.sequence - this.#snapshotAt >= snapshotEvery) {
      this.#underWay = this.#takeSnapshot().finally(() => {
        this.#underWay = null;
      });
    }
  }

  /** Idempotent. `keep`: leaves a snapshot and a signed head behind; false when the journal does not answer. */
  async close({ keep }: { keep: boolean }): Promise<void> {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#cancelDaily();
    await Promise.all([this.#daily, this.#underWay]);
    if (keep) {
      const { journal, key, now, end, log } = this.#options;
      if (end().position.sequence > this.#snapshotAt) {
        await this.#takeSnapshot();
      }
      const { position, at } = end();
      await signNow({ journal, key, at, position, now }).catch((error: unknown) => log.error({ err: error }, 'the last entry could not be signed'));
    }
  }

  async #takeSnapshot(): Promise<void> {
    const { journal, end, log } = this.#options;
    // Not in the turn in which commands are answered.
    await new Promise((resolve) => setImmediate(resolve));
    const { position, state } = end();
    try {
      await journal.putSnapshot({ position, state: snapshotOf(state) });
    } catch (error) {
      log.warn({ err: error, sequence: position.sequence }, 'a snapshot of the log could not be kept');
    }
    // Also after a failure: the next one is due in its time, not at once.
    this.#snapshotAt = position.sequence;
  }

  async #doDaily(): Promise<void> {
    const { journal, key, now, end, log } = this.#options;
    let done = false;
    try {
      await signPastDays({ journal, key, upTo: end().position, now });
      await journal.forgetAnswersBefore(now() - ANSWERS_KEPT_MS);
      done = true;
    } catch (error) {
      log.error({ err: error }, 'the past days of the log could not be signed; tried again in ten minutes');
    }
    this.#planDaily(done);
  }

  /** Looks at the clock often: a machine that slept or whose clock was set must not miss the day's end. */
  #planDaily(done: boolean): void {
    const { timers, now } = this.#options;
    if (this.#closed) {
      return;
    }
    const dueAt = now() + (done ? untilMidnightMs(now()) : AGAIN_AFTER_MS);
    const look = () => {
      if (now() >= dueAt) {
        this.#daily = this.#doDaily();
      } else {
        this.#cancelDaily = timers.after(Math.min(LOOK_EVERY_MS, dueAt - now()), look);
      }
    };
    look();
  }
}
