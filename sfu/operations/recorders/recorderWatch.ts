import type { Logger } from 'pino';
import type { OperationId, StepId } from '#protocol/nouns/ids.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Rules } from '#domain/steps/stepRules.ts';
import type { Alarms } from '../../ports/alarms.ts';
import type { HallClock } from '../../ports/clock.ts';
import type { LiveMedia } from '../../ports/feeds.ts';
import type { HallLog } from '../../ports/log.ts';
import { AlarmOnce } from '../watches/alarmOnce.ts';
import { GapEntries } from './gapEntries.ts';
import { happeningOf } from '../watches/happeningOf.ts';
import { lastingId } from '../watches/lastingId.ts';
import { LastLooked } from './lastLooked.ts';
import { LiveRecorders } from './liveRecorders.ts';

/** 双机录像. */
const NEEDED = 2;
/** What is shorter is no gap: a picture that changes its transport is away for a moment. */
const SHORTEST_GAP_MS = 2_000;
const ALARM_AFTER_MS = 30_000;

type Options = {
  readonly log: HallLog;
  readonly rules: Rules;
  readonly clock: HallClock;
  readonly alarms: Alarms;
  readonly media: LiveMedia;
  /** Storage folder. */
  readonly folder: string;
  readonly logger: Logger;
};

/** What is known of a step that runs. */
type Watched = {
  /** Since when too few recorders run; null while enough do. */
  shortSince: number | null;
  /** The gap is told of, from then on. */
  openFrom: number | null;
  running: number;
  /** Looked at for the first time in this run of the hall. */
  isNew: boolean;
  /** Undoes the waiting until the gap is one, or is worth an alarm. */
  cancel: () => void;
};

/** Measures when fewer recorders ran than a step needs, and says so in the log; hall time, right to the second also over a restart. */
export class RecorderWatch {
  readonly #options: Options;
  readonly #alarms: AlarmOnce;
  readonly #entries: GapEntries;
  readonly #recorders: LiveRecorders;
  readonly #lastLooked: LastLooked;
  readonly #startedAt: number;
  readonly #watched = new Map<StepId, Watched>();
  readonly #listeners = new Set<(operationId: OperationId) => void>();
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#alarms = new AlarmOnce(options);
    this.#entries = new GapEntries(options.log);
    this.#lastLooked = new LastLooked({ ...options, looking: () => (this.#watched.size > 0 ? options.clock.now() : null) });
    this.#recorders = new LiveRecorders({ media: options.media, onChanged: () => this.#lookAtAll() });
    this.#stopListening = options.log.onAppended(({ entries }) => {
      if (entries.some(({ name }) => name.startsWith('step.') || name.startsWith('operation.') || name === 'feed.opened')) {
        this.#lookAtAll();
      }
    });
    this.#lookAtAll();
  }

  static create(options: Options): RecorderWatch {
    return new RecorderWatch(options);
  }

  /** Null where the step needs none. */
  recordersOf(step: Step): { needed: number; running: number } | null {
    return this.#needsTwo(step) ? { needed: NEEDED, running: this.#recorders.countFor(this.#options.log.state, step) } : null;
  }

  /** Told of each operation in which another number of recorders runs now. Returns its own undoing. */
  onCounted(listener: (operationId: OperationId) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What goes away from here on is no gap. Idempotent. */
  close(): void {
    this.#stopListening();
    this.#recorders.close();
    this.#lastLooked.close();
    this.#alarms.close();
    this.#entries.close();
    this.#watched.forEach(({ cancel }) => cancel());
    this.#watched.clear();
    this.#listeners.clear();
  }

  #needsTwo({ template, beganAt }: Step): boolean {
    return rowAt(this.#options.rules.book.steps, template, beganAt ?? this.#options.clock.now())?.twoRecorders ?? false;
  }

  #lookAtAll(): void {
    const { state } = this.#options.log;
    const running = state.steps.filter((step) => step.state === 'begun' && this.#needsTwo(step));
    for (const [stepId, watched] of this.#watched) {
      if (!running.has(stepId)) {
        watched.cancel();
        this.#watched.delete(stepId);
      }
    }
    running.forEach((step) => this.#look(step));
  }

  #look(step: Step): void {
    const now = this.#options.clock.now();
    const watched = this.#watched.get(step.stepId) ?? this.#begin(step);
    const running = this.#recorders.countFor(this.#options.log.state, step);
    if (running !== watched.running) {
      watched.running = running;
      this.#listeners.forEach((listener) => listener(step.operationId));
    }
    if (running >= NEEDED) {
      this.#enough(step, watched, now);
    } else if (watched.openFrom === null && watched.shortSince === null) {
      const shortSince = watched.isNew ? this.#lackingSince(step, now) : now;
      watched.shortSince = shortSince;
      watched.cancel = this.#options.clock.at(shortSince + SHORTEST_GAP_MS, () => this.#open(step.stepId, shortSince));
    }
    watched.isNew = false;
  }

  #enough({ stepId }: Step, watched: Watched, now: number): void {
    watched.cancel();
    const { openFrom } = watched;
    watched.shortSince = null;
    watched.openFrom = null;
    if (openFrom !== null) {
      this.#entries.add({ kind: 'closed', stepId, toAt: now });
    }
  }

  #begin(step: Step): Watched {
    const openFrom = step.gaps.find(({ toAt }) => toAt === null)?.fromAt ?? null;
    const watched: Watched = { shortSince: openFrom, openFrom, running: -1, isNew: true, cancel: () => {} };
    this.#watched.set(step.stepId, watched);
    if (openFrom !== null) {
      this.#awaitAlarm(step.stepId, openFrom, watched);
    }
    return watched;
  }

  /** At the first look at a step it may have lacked them for longer: since it began, or since the hall was gone. */
  #lackingSince({ beganAt }: Step, now: number): number {
    const began = beganAt ?? now;
    return began >= this.#startedAt ? began : Math.max(began, Math.min(this.#lastLooked.before ?? now, now));
  }

  #open(stepId: StepId, fromAt: number): void {
    const watched = this.#watched.get(stepId);
    if (watched?.shortSince === fromAt && watched.openFrom === null) {
      watched.openFrom = fromAt;
      this.#entries.add({ kind: 'opened', stepId, fromAt, recording: watched.running, needed: NEEDED });
      this.#awaitAlarm(stepId, fromAt, watched);
    }
  }

  #awaitAlarm(stepId: StepId, fromAt: number, watched: Watched): void {
    watched.cancel = this.#options.clock.at(fromAt + ALARM_AFTER_MS, () => {
      const { state } = this.#options.log;
      const step = state.steps.get(stepId);
      if (step !== undefined && watched.openFrom === fromAt) {
        const text = `须${NEEDED}机同时录像，现有${watched.running}机`;
        this.#alarms.raise(lastingId('recorder', stepId, fromAt), happeningOf(state, step, { kind: 'recorder', severity: 'warning', text, occurredAt: fromAt }));
      }
    });
  }
}
