import type { Period } from '#protocol/rules/timeLimits.ts';
import type { Flow, FlowClock } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { addMonths, beijingDayOf, dayOfIso, startOfDayAt, yearOf } from '../../rules/beijingDay.ts';
import type { Calendar } from '../../rules/calendar.ts';
import { isValidAt } from '../../rules/rowAt.ts';
import { clockEnd, type ClockEnd } from './clockEnd.ts';
import { latestSpan, type Span } from './latestSpan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A clock of a flow that runs on a task, or ran; times in ms since the epoch. */
export type TaskClock = Omit<ClockEnd, 'byWorkdays'> & {
  readonly clockId: string;
  /** The row that held when the run began. */
  readonly clock: FlowClock;
  readonly amberAt: number;
  /** When the task left the states in which it runs or stands still. */
  readonly metAt: number | null;
  /** False where holidays that it counts by are not published yet, so that its end may still move. */
  readonly dueIsFirm: boolean;
};

/** What clocks go by; a `Task` is one. */
export type Clocked = Pick<Task, 'history' | 'urgent' | 'limitDays'> & Partial<Pick<Task, 'form' | 'result'>>;

/** The latest run of every clock that has begun, in the order of the flow. */
export function taskClocks(task: Clocked, flow: Pick<Flow, 'clocks' | 'steps'>, calendar: Calendar): TaskClock[] {
  return flow.clocks.flatMap((clock) => {
    const span = latestSpan(task, flow, clock);
    const period = periodOf(clock, task);
    return span !== null && period !== null && isValidAt(clock, span.startedAt) ? [clockOf(clock, span, { period, untilAt: untilAt(clock, task) }, calendar)] : [];
  });
}

/** `metLate`: met, but after it was due. */
export type TaskClockTone = 'running' | 'amber' | 'red' | 'paused' | 'met' | 'metLate';

export function clockTone({ amberAt, dueAt, pausedAt, metAt }: TaskClock, at: number): TaskClockTone {
  if (metAt !== null) return metAt <= dueAt ? 'met' : 'metLate';
  if (pausedAt !== null) return 'paused';
  if (at >= dueAt) return 'red';
  return at >= amberAt ? 'amber' : 'running';
}

/** Null where the limit would be the task's own, and it has none. */
function periodOf({ period, urgentPeriod }: FlowClock, { urgent, limitDays }: Clocked): Period | null {
  const ruled = urgent ? (urgentPeriod ?? period) : period;
  return ruled ?? (limitDays === null ? null : { count: limitDays, unit: 'workdays' });
}

/** 24:00 of the day that the task itself names. */
function untilAt({ until }: FlowClock, { result, form }: Clocked): number | null {
  const day = until === undefined ? undefined : (result?.[until] ?? form?.[until]);
  return typeof day === 'string' && day !== '' ? startOfDayAt(dayOfIso(day) + 1) : null;
}

function clockOf(clock: FlowClock, span: Span, { period, untilAt: fixedAt }: { readonly period: Period; readonly untilAt: number | null }, calendar: Calendar): TaskClock {
  const { byWorkdays, ...end } = fixedAt === null ? clockEnd(span, { period, rollsOverHolidays: clock.rollsOverHolidays, calendar }) : { startedAt: span.startedAt, dueAt: fixedAt, pausedAt: null, pausedMs: 0, pausedWorkdays: 0, byWorkdays: false };
  const { startedAt } = end;
  return {
    clockId: clock.id,
    clock,
    ...end,
    amberAt: Math.max(startedAt, soLongBefore(end.dueAt, clock.amberBefore, calendar)),
    metAt: span.endedAt,
    dueIsFirm: !byWorkdays || isPublishedAllAlong(startedAt, end.dueAt, calendar),
  };
}

/** Days are of 24 h; so many workdays before is 00:00 of the first of as many, the last day among them. */
function soLongBefore(dueAt: number, { count, unit }: Period, calendar: Calendar): number {
  const last = beijingDayOf(dueAt - 1);
  switch (unit) {
    case 'minutes': return dueAt - count * MINUTE_MS;
    case 'hours': return dueAt - count * HOUR_MS;
    case 'days': return dueAt - count * DAY_MS;
    case 'workdays': {
      let day = last + 1;
      for (let left = count; left > 0; left -= calendar.isWorkday(day) ? 1 : 0) {
        day -= 1;
      }
      return startOfDayAt(day);
    }
    case 'months':
    case 'years': return startOfDayAt(addMonths(last, unit === 'years' ? -count * 12 : -count) + 1);
  }
}

function isPublishedAllAlong(startedAt: number, dueAt: number, calendar: Calendar): boolean {
  const [first, last] = [beijingDayOf(startedAt), beijingDayOf(dueAt - 1)];
  for (let day = first; yearOf(day) <= yearOf(last); day = addMonths(day, 12)) {
    if (!calendar.isPublished(day)) return false;
  }
  return true;
}
