import type { Period } from '#protocol/rules/timeLimits.ts';
import { addMonths, beijingDayOf, startOfDayAt, type BeijingDay } from '../../rules/beijingDay.ts';
import { addPeriod, type Calendar } from '../../rules/calendar.ts';
import type { Span } from './latestSpan.ts';

export type Counting = { readonly period: Period; readonly rollsOverHolidays: boolean; readonly calendar: Calendar };

/** When a run is over, and what stood still; ms since the epoch. */
export type ClockEnd = {
  /** Of the run, or when it was begun anew. */
  readonly startedAt: number;
  readonly dueAt: number;
  /** Since when it stands still now; its end is then as if it went on at once. */
  readonly pausedAt: number | null;
  /** Of pauses that are over: how long they were, and the workdays that did not count for them. */
  readonly pausedMs: number;
  readonly pausedWorkdays: number;
  /** Whether it hangs on which days are worked on. */
  readonly byWorkdays: boolean;
};

type Pause = { readonly from: number; readonly to: number };

/**
 * Minutes and hours run in real time and stand still to the millisecond. Of the others a day counts unless its 24:00
 * lies in a pause: the day on which it begins does not, the one on which the run goes on does, and a pause within one day
 * costs nothing. So no run is over at the moment it goes on.
 *
 * Goes through what happened to the run in its order. A pause that begins when the time is over already pauses nothing:
 * what is late stays late, and is not begun anew. An extension counts whenever it is granted, from the end that there was.
 */
export function clockEnd({ startedAt: firstAt, endedAt, moments }: Span, counting: Counting): ClockEnd {
  let startedAt = firstAt;
  let pauses: Pause[] = [];
  let extraDays = 0;
  let pausedAt: number | null = null;
  const dueAt = () => endOf(startedAt, { ...counting, pauses, extraDays });
  for (const moment of moments) {
    switch (moment.kind) {
      case 'paused':
        pausedAt = moment.at < dueAt() ? moment.at : null;
        break;
      case 'resumed':
        if (pausedAt !== null) pauses.push({ from: pausedAt, to: moment.at });
        pausedAt = null;
        break;
      case 'restarted':
        if (moment.at >= dueAt()) break;
        startedAt = moment.at;
        pauses = [];
        extraDays = 0;
        if (pausedAt !== null) pausedAt = startedAt;
        break;
      case 'extended':
        extraDays += moment.days;
        break;
    }
  }
  if (endedAt !== null && pausedAt !== null) {
    pauses.push({ from: pausedAt, to: endedAt });
    pausedAt = null;
  }
  return {
    startedAt,
    dueAt: dueAt(),
    pausedAt,
    pausedMs: pauses.reduce((sum, { from, to }) => sum + to - from, 0),
    pausedWorkdays: pauses.reduce((sum, pause) => sum + daysOf(pause).filter(counting.calendar.isWorkday).length, 0),
    byWorkdays: counting.period.unit === 'workdays' || extraDays > 0 || (counting.rollsOverHolidays && !isRealTime(counting.period)),
  };
}

type Course = Counting & { readonly pauses: readonly Pause[]; readonly extraDays: number };

function endOf(startedAt: number, { period, rollsOverHolidays, calendar, pauses, extraDays }: Course): number {
  const still = new Set(pauses.flatMap(daysOf));
  const runs = (day: BeijingDay) => !still.has(day);
  const isWorked = (day: BeijingDay) => runs(day) && calendar.isWorkday(day);
  if (isRealTime(period)) {
    const endAt = pauses.reduce((sum, { from, to }) => sum + to - from, addPeriod(startedAt, period, { calendar, rollsOverHolidays }));
    return extraDays === 0 ? endAt : startOfDayAt(nthDay(beijingDayOf(endAt), extraDays, isWorked) + 1);
  }
  const last = lastDay(beijingDayOf(startedAt), period, { runs, isWorked });
  const rolled = rollsOverHolidays && !isWorked(last) ? nthDay(last, 1, isWorked) : last;
  return startOfDayAt(nthDay(rolled, extraDays, isWorked) + 1);
}

function lastDay(first: BeijingDay, { count, unit }: Period, { runs, isWorked }: { readonly runs: (day: BeijingDay) => boolean; readonly isWorked: (day: BeijingDay) => boolean }): BeijingDay {
  if (unit === 'workdays' || unit === 'days') {
    return nthDay(first, count, unit === 'workdays' ? isWorked : runs);
  }
  const last = addMonths(first, unit === 'years' ? count * 12 : count);
  const stood = Array.from({ length: last - first }, (_, place) => first + 1 + place).filter((day) => !runs(day)).length;
  return nthDay(last, stood, runs);
}

/** The n-th day after the first that counts. */
function nthDay(first: BeijingDay, count: number, counts: (day: BeijingDay) => boolean): BeijingDay {
  let day = first;
  for (let left = count; left > 0; left -= counts(day) ? 1 : 0) {
    day += 1;
  }
  return day;
}

/** Days whose 24:00 lies in it. */
function daysOf({ from, to }: Pause): BeijingDay[] {
  const first = beijingDayOf(from);
  return Array.from({ length: beijingDayOf(to) - first }, (_, place) => first + place);
}

function isRealTime({ unit }: Period): boolean {
  return unit === 'minutes' || unit === 'hours';
}
