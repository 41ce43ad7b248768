import type { Logger } from 'pino';
import type { StepId } from '#protocol/nouns/ids.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { clockTone, type Clock } from '#domain/rules/clocks.ts';
import { clocksOfStep, type Rules } from '#domain/steps/stepRules.ts';
import type { Alarms } from '../../ports/alarms.ts';
import type { HallClock } from '../../ports/clock.ts';
import type { HallLog } from '../../ports/log.ts';
import { AlarmOnce } from './alarmOnce.ts';
import { happeningOf } from './happeningOf.ts';
import { lastingId } from './lastingId.ts';

type Options = { readonly log: HallLog; readonly rules: Rules; readonly clock: HallClock; readonly alarms: Alarms; readonly logger: Logger };

/** Raises one alarm for each statutory clock of a step that runs out (执行时钟); nothing of it is kept but the log. */
export class ClockWatch {
  readonly #options: Options;
  readonly #alarms: AlarmOnce;
  /** Undoes the waiting for a step's next due time. */
  readonly #waiting = new Map<StepId, () => void>();
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.#alarms = new AlarmOnce(options);
    this.#stopListening = options.log.onAppended(({ entries, state }) => {
      for (const stepId of new Set(entries.filter(({ name }) => name.startsWith('step.')).map(({ subject }) => idOf(subject) as StepId))) {
        this.#look(stepId, state);
      }
    });
    for (const stepId of options.log.state.steps.keys()) {
      this.#look(stepId, options.log.state);
    }
  }

  static create(options: Options): ClockWatch {
    return new ClockWatch(options);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#alarms.close();
    this.#waiting.forEach((cancel) => cancel());
    this.#waiting.clear();
  }

  #look(stepId: StepId, state: HallState): void {
    const { rules, clock } = this.#options;
    this.#waiting.get(stepId)?.();
    this.#waiting.delete(stepId);
    const step = state.steps.get(stepId);
    if (step === undefined || step.beganAt === null) {
      return;
    }
    const now = clock.now();
    const running = clocksOfStep(step, rules).filter(({ metAt, limit }) => metAt === null && limit.severity !== 'right');
    running.filter((one) => clockTone(one, now) === 'red').forEach((one) => this.#raise(state, step, one));
    const dues = running.map(({ dueAt }) => dueAt).filter((dueAt) => dueAt > now);
    if (dues.length > 0) {
      this.#waiting.set(stepId, clock.at(Math.min(...dues), () => this.#look(stepId, this.#options.log.state)));
    }
  }

  #raise(state: HallState, step: Step, { limit, limitId, dueAt }: Clock): void {
    // Answers to commands are kept for a month, alarms for longer: a clock stays red until somebody meets it.
    const isRaised = state.alarms.some((alarm) => alarm.kind === 'clock' && alarm.stepId === step.stepId && alarm.text.includes(limit.name) && alarm.occurredAt === dueAt);
    if (!isRaised) {
      const text = `${limit.name}已超期：${limit.article}`;
      this.#alarms.raise(lastingId('clock', step.stepId, limitId, dueAt), happeningOf(state, step, { kind: 'clock', severity: limit.severity === 'grave' ? 'urgent' : 'warning', text, occurredAt: dueAt }));
    }
  }
}
