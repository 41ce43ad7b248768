import type { HolidayYear } from '#protocol/rules/holidays.ts';
import type { Period } from '#protocol/rules/timeLimits.ts';
import { addMonths, beijingDayOf, dayOfIso, isSaturdayOrSunday, startOfDayAt, yearOf, type BeijingDay } from './beijingDay.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Which days are worked on; made from the holiday table once. */
export type Calendar = {
  readonly isWorkday: (day: BeijingDay) => boolean;
  /** False for years of which only Saturdays and Sundays are known. */
  readonly isPublished: (day: BeijingDay) => boolean;
};

export function createCalendar(years: readonly HolidayYear[]): Calendar {
  const off = new Set<BeijingDay>();
  const worked = new Set<BeijingDay>();
  for (const { holidays, workdays } of years) {
    for (const { from, to } of holidays) {
      for (let day = dayOfIso(from); day <= dayOfIso(to); day += 1) {
        off.add(day);
      }
    }
    workdays.forEach((day) => worked.add(dayOfIso(day)));
  }
  const published = new Set(years.filter((year) => year.published).map(({ year }) => year));
  return {
    isWorkday: (day) => worked.has(day) || !(off.has(day) || isSaturdayOrSunday(day)),
    isPublished: (day) => published.has(yearOf(day)),
  };
}

export type AddPeriodOptions = {
  readonly calendar: Calendar;
  /** Whether a last day that is no workday moves to the next one. */
  readonly rollsOverHolidays: boolean;
};

/**
 * The end of a period (期间), ms since the epoch. Minutes and hours run at once and in real time. The others leave the
 * first day out and end at 24:00 Beijing time of the last one, which is 00:00 of the day after.
 */
export function addPeriod(startAt: number, { count, unit }: Period, { calendar, rollsOverHolidays }: AddPeriodOptions): number {
  if (unit === 'minutes' || unit === 'hours') {
    return startAt + count * (unit === 'hours' ? HOUR_MS : MINUTE_MS);
  }
  const last = lastDay(beijingDayOf(startAt), { count, unit }, calendar);
  return startOfDayAt((rollsOverHolidays ? workdayFrom(last, calendar) : last) + 1);
}

function workdayFrom(first: BeijingDay, calendar: Calendar): BeijingDay {
  let day = first;
  while (!calendar.isWorkday(day)) {
    day += 1;
  }
  return day;
}

function lastDay(first: BeijingDay, { count, unit }: Period, calendar: Calendar): BeijingDay {
  if (unit === 'workdays') {
    let day = first;
    for (let left = count; left > 0; left -= calendar.isWorkday(day) ? 1 : 0) {
      day += 1;
    }
    return day;
  }
  return unit === 'days' ? first + count : addMonths(first, unit === 'years' ? count * 12 : count);
}
