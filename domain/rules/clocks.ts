import type { ResultValues } from '#protocol/rules/resultValues.ts';
import type { StepMoment, TimeLimit } from '#protocol/rules/timeLimits.ts';
import { beijingDayOf } from './beijingDay.ts';
import { addPeriod, type Calendar } from './calendar.ts';
import { amountOf } from './amountOf.ts';
import { isValidAt } from './rowAt.ts';

const AMBER_UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** What the log tells of one step, as far as clocks go; a `Step` is one. Times in ms since the epoch. */
export type StepCourse = {
  readonly template: string;
  readonly beganAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly results: ResultValues;
  readonly exceptions: readonly { readonly exception: string; readonly at: number }[];
  readonly notices: readonly { readonly notice: string; readonly at: number }[];
};

/** A time limit that runs on a step, or ran. */
export type Clock = {
  readonly limitId: string;
  /** The row that held when it started. */
  readonly limit: TimeLimit;
  readonly startedAt: number;
  /** Over from then on; a limit in days is due at 24:00 of its last day, which is 00:00 of the next. */
  readonly dueAt: number;
  readonly amberAt: number;
  readonly metAt: number | null;
  /** False where the holidays of the due date's year are not published yet, so that the date may still move. */
  readonly dueIsFirm: boolean;
};

/** Every clock that has started on a step, in the order of the table. */
export function clocksOf(step: StepCourse, limits: readonly TimeLimit[], calendar: Calendar): Clock[] {
  return limits.flatMap((limit) => {
    const startedAt = limit.steps.includes(step.template) ? momentAt(limit.startsOn, step) : null;
    return startedAt !== null && isValidAt(limit, startedAt) && applies(limit, step) ? [clockOf({ limit, startedAt, step, calendar })] : [];
  });
}

/** `metLate`: met, but after it was due. `lapsed`: somebody's right that ran out, nobody's fault. */
export type ClockTone = 'running' | 'amber' | 'red' | 'met' | 'metLate' | 'lapsed';

export function clockTone({ limit, amberAt, dueAt, metAt }: Clock, at: number): ClockTone {
  if (metAt !== null && metAt <= at) {
    return metAt <= dueAt ? 'met' : 'metLate';
  }
  if (at >= dueAt) {
    return limit.severity === 'right' ? 'lapsed' : 'red';
  }
  return at >= amberAt ? 'amber' : 'running';
}

function applies(limit: TimeLimit, step: StepCourse): boolean {
  const recorded = (ids: readonly string[]) => step.exceptions.some(({ exception }) => ids.includes(exception));
  return (
    (limit.onlyWithException === undefined || recorded(limit.onlyWithException)) &&
    !recorded(limit.notWithException ?? []) &&
    (limit.onlyWithOutcome === undefined || (step.outcome !== null && limit.onlyWithOutcome.includes(step.outcome))) &&
    (limit.onlyWithResult === undefined || amountOf(step.results[limit.onlyWithResult]) > 0)
  );
}

function clockOf({ limit, startedAt: first, step, calendar }: { limit: TimeLimit; startedAt: number; step: StepCourse; calendar: Calendar }): Clock {
  const options = { calendar, rollsOverHolidays: limit.rollsOverHolidays };
  let startedAt = first;
  let dueAt = addPeriod(startedAt, limit.period, options);
  for (const { exceptionId, period } of limit.extensions) {
    // Whoever records it when the time is over does not bring the time back.
    const inTime = step.exceptions.some(({ exception, at }) => exception === exceptionId && at <= dueAt);
    dueAt = inTime ? Math.max(dueAt, addPeriod(startedAt, period, options)) : dueAt;
  }
  for (const { notice, at } of step.notices.toSorted((left, right) => left.at - right.at)) {
    // What has lapsed cannot be renewed.
    if (limit.restartedBy?.includes(notice) && at >= startedAt && at < dueAt) {
      startedAt = at;
      dueAt = addPeriod(at, limit.period, options);
    }
  }
  const amberAt = Math.max(startedAt, dueAt - limit.amberBefore.count * AMBER_UNIT_MS[limit.amberBefore.unit]);
  const mets = limit.metBy.map((moment) => momentAt(moment, step)).filter((at) => at !== null);
  return {
    limitId: limit.id,
    limit,
    startedAt,
    dueAt,
    amberAt,
    metAt: mets.length === 0 ? null : Math.min(...mets),
    dueIsFirm: !limit.rollsOverHolidays || isRealTime(limit) || calendar.isPublished(beijingDayOf(dueAt - 1)),
  };
}

function isRealTime({ period }: TimeLimit): boolean {
  return period.unit === 'minutes' || period.unit === 'hours';
}

function momentAt(moment: StepMoment, step: StepCourse): number | null {
  switch (moment.event) {
    case 'stepBegun':
      return step.beganAt;
    case 'stepEnded':
      return step.endedAt;
    case 'noticeGiven': {
      const times = step.notices.filter(({ notice }) => notice === moment.noticeId).map(({ at }) => at);
      return times.length === 0 ? null : Math.min(...times);
    }
  }
}
