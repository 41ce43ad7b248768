import { setTimeout as pause } from 'node:timers/promises';
import type { Cues } from './cues.ts';

/** What the clock takes along. */
export type Playing = {
  readonly cues: Cues;
  /** Hall ms in one real ms. */
  readonly rate: () => number;
  /** The hall's clock goes on to that time, and all that is due on the way is done. */
  readonly advanceTo: (at: number) => Promise<void>;
  /** Everything that the hall did is read. */
  readonly catchUp: () => Promise<void>;
  /** Units send where they are, those that have not for so long (hall ms); resolves when the hall has read it. */
  readonly tickUnits: (everyMs: number) => Promise<void>;
  readonly unitsOnline: () => boolean;
  readonly now: () => number;
  readonly endAt: number;
  /** Nothing is played before this time. */
  readonly skipTo: () => number;
  /** Somebody ended the exercise. */
  readonly isOver: () => boolean;
};

/** Positions where it is played as fast as it goes, hall ms. */
const STEPPED_FIX_MS = 45_000;
/** Where nobody moves and nothing is planned, hall ms. */
const QUIET_STEP_MS = 600_000;
/** A socket may ask a hundred times a second. */
const LEAST_ROUND_MS = 20;
const RUNNING_ROUND_MS = 50;

/** As fast as everything settles: the clock goes on when all that happened is done, and no farther than to what comes next. */
export async function playStepped(playing: Playing): Promise<void> {
  const { advanceTo, cues, catchUp, tickUnits, unitsOnline, now, endAt, skipTo, isOver } = playing;
  let roundAt = performance.now();
  while (!isOver()) {
    await settle(cues, catchUp, now);
    const at = now();
    if (at >= endAt) {
      return;
    }
    const isQuiet = !unitsOnline() || at < skipTo();
    const stepMs = isQuiet ? QUIET_STEP_MS : STEPPED_FIX_MS;
    const target = Math.min(cues.nextAt, at + stepMs, endAt);
    if (target > at) {
      await pause(Math.max(0, roundAt + LEAST_ROUND_MS - performance.now()));
      roundAt = performance.now();
      await advanceTo(target);
    }
    cues.runDue(target);
    await tickUnits(stepMs);
  }
}

/** All parts wait, and nothing that the hall did is unread. */
async function settle(cues: Cues, catchUp: () => Promise<void>, now: () => number): Promise<void> {
  let woke = true;
  while (woke) {
    await cues.idle();
    await catchUp();
    const heard = cues.isAtWork;
    woke = cues.runDue(now()) || heard;
  }
}

/** At a rate of real time, until it is over. The clock may be paused, hurried and set by whoever leads the exercise. */
export async function playRunning({ cues, tickUnits, now, endAt, isOver, rate }: Playing): Promise<void> {
  while (!isOver() && now() < endAt) {
    await pause(RUNNING_ROUND_MS);
    cues.runDue(now());
    await tickUnits(Math.max(1_000, rate() * 100));
  }
}
