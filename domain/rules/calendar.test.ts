import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HolidayYear } from '#protocol/rules/holidays.ts';
import { PERIOD_UNITS, type Period } from '#protocol/rules/timeLimits.ts';
import { addMonths, beijingDayOf, dayOfIso, isoOf, isSaturdayOrSunday, startOfDayAt } from './beijingDay.ts';
import { addPeriod, createCalendar } from './calendar.ts';

const year2026: HolidayYear = {
  year: 2026,
  published: true,
  source: 'test',
  verified: true,
  holidays: [
    { name: '春节', nameEn: 'Spring Festival', from: '2026-02-15', to: '2026-02-23' },
    { name: '国庆节', nameEn: 'National Day', from: '2026-10-01', to: '2026-10-07' },
  ],
  workdays: ['2026-02-14', '2026-02-28', '2026-09-20', '2026-10-10'],
};
const calendar = createCalendar([year2026]);
const options = { calendar, rollsOverHolidays: true };
const fixed = { calendar, rollsOverHolidays: false };

/** Beijing time. */
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
/** The last day of a period that ends at its 24:00. */
const lastDay = (dueAt: number) => {
  expect(startOfDayAt(beijingDayOf(dueAt))).toBe(dueAt);
  return isoOf(beijingDayOf(dueAt) - 1);
};

describe('a day in Beijing', () => {
  it('begins eight hours before the day in Greenwich', () => {
    expect(isoOf(beijingDayOf(at('2026-11-22 23:59')))).toBe('2026-11-22');
    expect(isoOf(beijingDayOf(at('2026-11-23 00:00')))).toBe('2026-11-23');
    expect(startOfDayAt(dayOfIso('2026-11-23'))).toBe(at('2026-11-23 00:00'));
  });

  it('has its fellow in a later month, or that month has a last day', () => {
    expect(isoOf(addMonths(dayOfIso('2026-01-31'), 1))).toBe('2026-02-28');
    expect(isoOf(addMonths(dayOfIso('2028-02-29'), 12))).toBe('2029-02-28');
    expect(isoOf(addMonths(dayOfIso('2026-11-30'), 3))).toBe('2027-02-28');
    expect(isoOf(addMonths(dayOfIso('2026-05-28'), 3))).toBe('2026-08-28');
  });
});

describe('a workday', () => {
  it.each([
    ['2026-02-13', true],
    ['2026-02-14', true],
    ['2026-02-17', false],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-10-07', false],
    ['2026-10-10', true],
    ['2026-10-11', false],
  ])('%s: %s', (day, expected) => expect(calendar.isWorkday(dayOfIso(day))).toBe(expected));

  it('is known in published years only', () => {
    expect(calendar.isPublished(dayOfIso('2026-12-31'))).toBe(true);
    expect(calendar.isPublished(dayOfIso('2027-01-01'))).toBe(false);
  });
});

describe('a period', () => {
  it('in hours runs at once, through nights and holidays', () => {
    expect(addPeriod(at('2026-09-30 20:15'), { count: 24, unit: 'hours' }, options)).toBe(at('2026-10-01 20:15'));
    expect(addPeriod(at('2026-09-30 23:50'), { count: 30, unit: 'minutes' }, options)).toBe(at('2026-10-01 00:20'));
  });

  it.each<[string, string, Period]>([
    // Friday; the third day is a Monday.
    ['2026-11-20 09:00', '2026-11-23', { count: 3, unit: 'days' }],
    // The first day does not count, however late it is.
    ['2026-11-17 23:59', '2026-11-20', { count: 3, unit: 'days' }],
    // The last day is a Saturday: Monday.
    ['2026-11-18 10:00', '2026-11-23', { count: 3, unit: 'days' }],
    // The last day is a Saturday on which work is done.
    ['2026-10-07 10:00', '2026-10-10', { count: 3, unit: 'days' }],
    // The last day is National Day: the first one after.
    ['2026-09-28 10:00', '2026-10-08', { count: 3, unit: 'days' }],
    // 14 February is worked on, 15 to 23 are free.
    ['2026-02-13 10:00', '2026-02-25', { count: 3, unit: 'workdays' }],
    ['2026-01-31 08:00', '2026-02-28', { count: 1, unit: 'months' }],
    // 22 November 2027 is a Monday.
    ['2026-11-22 10:00', '2027-11-22', { count: 1, unit: 'years' }],
  ])('from %s ends with %s', (start, end, period) => expect(lastDay(addPeriod(at(start), period, options))).toBe(end));

  it('that lapses does not wait for a workday', () => {
    expect(lastDay(addPeriod(at('2026-11-18 10:00'), { count: 3, unit: 'days' }, fixed))).toBe('2026-11-21');
  });
});

const start = fc.integer({ min: at('2026-01-01 00:00'), max: at('2026-12-31 23:59') });
const dayPeriod = fc.record({ count: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom('days' as const, 'workdays' as const, 'months' as const, 'years' as const) });
const anyPeriod = fc.record({ count: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom(...PERIOD_UNITS) });
/** Any pattern of holidays and of weekends that are worked on. */
const anyCalendar = fc
  .record({ off: fc.uniqueArray(fc.integer({ min: dayOfIso('2026-01-01'), max: dayOfIso('2027-12-31') }), { maxLength: 120 }), worked: fc.uniqueArray(fc.integer({ min: dayOfIso('2026-01-01'), max: dayOfIso('2027-12-31') }), { maxLength: 60 }) })
  .map(({ off, worked }) =>
    createCalendar([{ ...year2026, holidays: off.map((day) => ({ name: 'x', nameEn: 'x', from: isoOf(day), to: isoOf(day) })), workdays: worked.filter((day) => isSaturdayOrSunday(day) && !off.includes(day)).map(isoOf) }]),
  );

describe('whatever the holidays are', () => {
  it('a period in days ends at 24:00 of a workday, and of the first that it may', () => {
    fc.assert(
      fc.property(anyCalendar, start, dayPeriod, (some, startAt, period) => {
        const dueAt = addPeriod(startAt, period, { calendar: some, rollsOverHolidays: true });
        const plain = addPeriod(startAt, period, { calendar: some, rollsOverHolidays: false });
        expect(startOfDayAt(beijingDayOf(dueAt))).toBe(dueAt);
        expect(some.isWorkday(beijingDayOf(dueAt) - 1)).toBe(true);
        expect(dueAt).toBeGreaterThanOrEqual(plain);
        for (let day = beijingDayOf(plain) - 1; day < beijingDayOf(dueAt) - 1; day += 1) {
          expect(some.isWorkday(day)).toBe(false);
        }
      }),
    );
  });

  it('who begins later is not due earlier, and a longer period is not over sooner', () => {
    fc.assert(
      fc.property(anyCalendar, start, start, anyPeriod, fc.boolean(), (some, one, other, period, rollsOverHolidays) => {
        const due = (from: number, more = 0) => addPeriod(from, { ...period, count: period.count + more }, { calendar: some, rollsOverHolidays });
        expect(due(Math.min(one, other))).toBeLessThanOrEqual(due(Math.max(one, other)));
        expect(due(one)).toBeLessThanOrEqual(due(one, 1));
        expect(due(one)).toBeGreaterThan(one);
      }),
    );
  });

  it('a period in workdays holds exactly so many of them', () => {
    fc.assert(
      fc.property(anyCalendar, start, fc.integer({ min: 1, max: 60 }), (some, startAt, count) => {
        const dueAt = addPeriod(startAt, { count, unit: 'workdays' }, { calendar: some, rollsOverHolidays: true });
        let held = 0;
        for (let day = beijingDayOf(startAt) + 1; day < beijingDayOf(dueAt); day += 1) {
          held += some.isWorkday(day) ? 1 : 0;
        }
        expect(held).toBe(count);
      }),
    );
  });
});
