import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Period } from '#protocol/rules/timeLimits.ts';
import { beijingDayOf, isoOf, startOfDayAt } from '../../rules/beijingDay.ts';
import { clockTone, taskClocks, type Clocked, type TaskClock } from './taskClocks.ts';
import { at, CALENDAR, clockedFlow, courseOf, type Line } from './testClocks.ts';

type Row = Parameters<typeof clockedFlow>[0];
const clockOf = (lines: readonly Line[], row: Row, more?: Partial<Clocked>): TaskClock | undefined => taskClocks(courseOf(lines, more), clockedFlow(row), CALENDAR)[0];
const workdays = (count: number): Row => ({ period: { count, unit: 'workdays' } });
/** The last day of a clock that ends at its 24:00. */
const lastDay = (clock: TaskClock | undefined) => {
  expect(startOfDayAt(beijingDayOf(clock!.dueAt))).toBe(clock!.dueAt);
  return isoOf(beijingDayOf(clock!.dueAt) - 1);
};

describe('a clock of a task', () => {
  it('has not begun while its state was never entered', () => {
    expect(clockOf([['2026-11-23 09:00', 'draft']], workdays(3))).toBeUndefined();
    expect(clockOf([['2026-11-23 09:00', 'ask']], workdays(3))).toBeUndefined();
  });

  it.each<[string, string, Row]>([
    // A Friday before Spring Festival; Saturday the 14th is worked, so is Saturday the 28th.
    ['2026-02-13 17:00', '2026-02-14', workdays(1)],
    ['2026-02-13 17:00', '2026-02-24', workdays(2)],
    ['2026-02-13 17:00', '2026-02-28', workdays(6)],
    // Ten days end in the holidays: the first workday after.
    ['2026-02-10 08:00', '2026-02-24', { period: { count: 10, unit: 'days' } }],
    ['2026-02-10 08:00', '2026-02-20', { period: { count: 10, unit: 'days' }, rollsOverHolidays: false }],
    // Over a leap day, a Tuesday.
    ['2028-02-28 10:00', '2028-02-29', workdays(1)],
    ['2028-02-28 10:00', '2028-03-01', workdays(2)],
    ['2028-01-31 10:00', '2028-02-29', { period: { count: 1, unit: 'months' } }],
  ])('that begins %s ends with %s', (began, ends, row) => expect(lastDay(clockOf([[began, 'work']], row))).toBe(ends));

  it('of an urgent task runs in real time, day and night', () => {
    const row: Row = { period: { count: 10, unit: 'workdays' }, urgentPeriod: { count: 24, unit: 'hours' } };
    expect(clockOf([['2026-09-30 20:15', 'work']], row, { urgent: true })!.dueAt).toBe(at('2026-10-01 20:15'));
    expect(lastDay(clockOf([['2026-09-30 20:15', 'work']], row))).toBe('2026-10-20');
  });

  it('without a period is as long as the task says, and none where it says nothing', () => {
    expect(lastDay(clockOf([['2026-11-23 09:00', 'work']], { period: null }, { limitDays: 10 }))).toBe('2026-12-07');
    expect(clockOf([['2026-11-23 09:00', 'work']], { period: null })).toBeUndefined();
  });

  it('until a day that the task names is over with it, also on a holiday and after a pause; the result speaks before the form', () => {
    const row: Row = { period: { count: 3, unit: 'months' }, until: 'controlTo', rollsOverHolidays: false };
    const lines: Line[] = [['2026-01-05 09:00', 'work'], ['2026-01-06 09:00', 'ask'], ['2026-01-20 09:00', 'work']];
    expect(lastDay(clockOf(lines, row, { form: { controlTo: '2026-02-17' } }))).toBe('2026-02-17');
    expect(lastDay(clockOf(lines, row, { form: { controlTo: '2026-02-17' }, result: { controlTo: '2026-05-17' } }))).toBe('2026-05-17');
    expect(lastDay(clockOf(lines.slice(0, 1), row, { form: {} }))).toBe('2026-04-05');
  });

  it('follows the row that held when it began', () => {
    const row: Row = { ...workdays(3), validTo: '2026-11-22' };
    expect(clockOf([['2026-11-20 09:00', 'work']], row)).toBeDefined();
    expect(clockOf([['2026-11-23 09:00', 'work']], row)).toBeUndefined();
  });

  it('is met when its states are left, and begins anew when they are entered again', () => {
    const lines: Line[] = [['2026-11-23 09:00', 'work'], ['2026-11-24 09:00', 'done'], ['2026-12-01 09:00', 'done', 'rate'], ['2026-12-07 09:00', 'work']];
    expect(clockOf(lines.slice(0, 3), workdays(3))).toMatchObject({ startedAt: at('2026-11-23 09:00'), metAt: at('2026-11-24 09:00') });
    const anew = clockOf(lines, workdays(3));
    expect(anew).toMatchObject({ startedAt: at('2026-12-07 09:00'), metAt: null });
    expect(lastDay(anew)).toBe('2026-12-10');
  });
});

describe('a pause', () => {
  it('takes the days whose 24:00 lies in it, and a pause within a day none', () => {
    const course = (from: string, to: string): Line[] => [['2026-11-23 09:00', 'work'], [from, 'ask'], [to, 'work']];
    expect(lastDay(clockOf(course('2026-11-25 09:00', '2026-11-25 17:00'), workdays(5)))).toBe('2026-11-30');
    expect(lastDay(clockOf(course('2026-11-25 23:59', '2026-11-26 00:01'), workdays(5)))).toBe('2026-12-01');
    // From Thursday to Monday: two workdays.
    const long = clockOf(course('2026-11-26 09:00', '2026-11-30 09:00'), workdays(5));
    expect(lastDay(long)).toBe('2026-12-02');
    expect(long).toMatchObject({ pausedAt: null, pausedWorkdays: 2, pausedMs: 4 * 86_400_000 });
    // A weekend takes nothing from workdays.
    expect(lastDay(clockOf(course('2026-11-28 09:00', '2026-11-29 09:00'), workdays(5)))).toBe('2026-11-30');
    expect(lastDay(clockOf(course('2026-11-25 09:00', '2026-11-28 09:00'), { period: { count: 5, unit: 'days' } }))).toBe('2026-12-01');
    expect(lastDay(clockOf(course('2026-11-25 09:00', '2026-11-28 09:00'), { period: { count: 1, unit: 'months' } }))).toBe('2026-12-28');
  });

  it('stops hours exactly', () => {
    const row: Row = { period: { count: 24, unit: 'hours' } };
    expect(clockOf([['2026-11-23 09:00', 'work'], ['2026-11-23 12:00', 'ask'], ['2026-11-23 14:30', 'work']], row)!.dueAt).toBe(at('2026-11-24 11:30'));
  });

  it('shows while it lasts, and what was late before stays late', () => {
    const inTime = clockOf([['2026-11-23 09:00', 'work'], ['2026-11-24 09:00', 'ask']], workdays(3))!;
    expect(inTime.pausedAt).toBe(at('2026-11-24 09:00'));
    expect(clockTone(inTime, at('2027-11-24 09:00'))).toBe('paused');
    const late = clockOf([['2026-11-23 09:00', 'work'], ['2026-11-27 00:00', 'ask']], workdays(3))!;
    expect(late).toMatchObject({ pausedAt: null, dueAt: at('2026-11-27 00:00') });
    expect(clockTone(late, at('2026-11-27 00:00'))).toBe('red');
    expect(clockOf([['2026-11-23 09:00', 'work'], ['2026-11-27 00:00', 'ask'], ['2026-12-27 00:00', 'work']], workdays(3))!.dueAt).toBe(late.dueAt);
  });

  it('that ends with the task counts until then', () => {
    const met = clockOf([['2026-11-23 09:00', 'work'], ['2026-11-24 09:00', 'ask'], ['2026-12-24 09:00', 'done']], workdays(3))!;
    expect(met.pausedAt).toBeNull();
    expect(clockTone(met, at('2026-12-24 09:00'))).toBe('met');
  });
});

describe('a step that begins it anew', () => {
  const row: Row = { ...workdays(3), restartedBy: ['renew'] };
  it('gives it its whole time from then on, unless it is over already', () => {
    const lines: Line[] = [['2026-11-23 09:00', 'work'], ['2026-11-24 09:00', 'work', 'grant', 4], ['2026-11-25 09:00', 'ask'], ['2026-11-30 09:00', 'work', 'renew']];
    const anew = clockOf(lines, row);
    expect(lastDay(anew)).toBe('2026-12-03');
    expect(anew).toMatchObject({ startedAt: at('2026-11-30 09:00'), pausedMs: 0 });
    expect(lastDay(clockOf([['2026-11-23 09:00', 'work'], ['2026-11-27 00:00', 'work', 'renew']], row))).toBe('2026-11-26');
  });
});

describe('an extension', () => {
  it('adds workdays to the run in which it was granted, where the clock can be extended', () => {
    const lines: Line[] = [['2026-11-23 09:00', 'work'], ['2026-11-24 09:00', 'work', 'grant', 4]];
    expect(lastDay(clockOf(lines, workdays(3)))).toBe('2026-12-02');
    expect(lastDay(clockOf(lines, { ...workdays(3), extendable: false }))).toBe('2026-11-26');
    expect(lastDay(clockOf([...lines, ['2026-11-25 09:00', 'done'], ['2026-12-07 09:00', 'work']], workdays(3)))).toBe('2026-12-10');
    expect(lastDay(clockOf(lines, { period: { count: 24, unit: 'hours' } }))).toBe('2026-11-30');
  });
});

describe('its colour', () => {
  it('is amber so long before the end, red from it on, and says when it was met too late', () => {
    const row: Row = { ...workdays(3), amberBefore: { count: 2, unit: 'workdays' } };
    const clock = clockOf([['2026-11-24 09:00', 'work']], row)!;
    expect(['2026-11-25 23:59', '2026-11-26 00:00', '2026-11-27 23:59', '2026-11-28 00:00'].map((when) => clockTone(clock, at(when)))).toEqual(['running', 'amber', 'amber', 'red']);
    const late = clockOf([['2026-11-24 09:00', 'work'], ['2026-11-30 09:00', 'done']], row)!;
    expect(clockTone(late, at('2026-11-30 09:00'))).toBe('metLate');
  });

  it('is never amber before it began', () => {
    expect(clockOf([['2026-11-24 09:00', 'work']], { period: { count: 1, unit: 'hours' }, amberBefore: { count: 3, unit: 'days' } })!.amberAt).toBe(at('2026-11-24 09:00'));
  });

  it('tells whether its end may still move', () => {
    expect(clockOf([['2026-11-24 09:00', 'work']], workdays(3))!.dueIsFirm).toBe(true);
    expect(clockOf([['2026-12-30 09:00', 'work']], workdays(3))!.dueIsFirm).toBe(false);
    expect(clockOf([['2026-12-31 09:00', 'work']], { period: { count: 30, unit: 'hours' } })!.dueIsFirm).toBe(true);
    // Through a year that is not known into one that is.
    expect(clockOf([['2026-12-30 09:00', 'work']], workdays(265))!.dueIsFirm).toBe(false);
  });
});

describe('whatever happens to it', () => {
  const START = at('2025-06-01 00:00');
  const DAY_MS = 86_400_000;
  const periods = fc.record<Period>({ count: fc.integer({ min: 1, max: 25 }), unit: fc.constantFrom('days', 'workdays', 'months', 'hours') });
  const startAt = fc.integer({ min: START, max: START + 1_400 * DAY_MS });
  /** Pauses and grants: when after the start, for how long. */
  const events = fc.array(fc.record({ kind: fc.constantFrom('pause', 'grant'), after: fc.integer({ min: 1, max: 20 * DAY_MS }), forMs: fc.integer({ min: 1, max: 9 * DAY_MS }), days: fc.integer({ min: 1, max: 10 }) }), { maxLength: 5 });
  type Event = (typeof events extends fc.Arbitrary<infer Value> ? Value : never)[number];
  const linesOf = (start: number, happened: readonly Event[]): Line[] => {
    const lines: Line[] = [[start, 'work']];
    let now = start;
    for (const { kind, after, forMs, days } of happened) {
      now += after;
      if (kind === 'grant') {
        lines.push([now, 'work', 'grant', days]);
      } else {
        lines.push([now, 'ask']);
        now += forMs;
        lines.push([now, 'work']);
      }
    }
    return lines;
  };
  const dueAt = (start: number, happened: readonly Event[], row: Row) => clockOf(linesOf(start, happened), row)!.dueAt;

  it('does not end on a day off where it rolls over them', () => {
    fc.assert(fc.property(startAt, periods.filter(({ unit }) => unit !== 'hours'), events, (start, period, happened) => {
      expect(CALENDAR.isWorkday(beijingDayOf(dueAt(start, happened, { period }) - 1))).toBe(true);
    }));
  });

  it('what is granted never shortens it, and each granted day gives a workday more', () => {
    fc.assert(fc.property(startAt, periods, events, fc.integer({ min: 1, max: 5 }), (start, period, happened, days) => {
      const grant: Event = { kind: 'grant', after: 1, forMs: 1, days };
      const [before, after] = [dueAt(start, happened, { period }), dueAt(start, [...happened, grant], { period })];
      let gained = 0;
      for (let day = beijingDayOf(before - 1) + 1; day <= beijingDayOf(after - 1); day += 1) gained += CALENDAR.isWorkday(day) ? 1 : 0;
      expect(gained).toBeGreaterThanOrEqual(days);
    }));
  });

  it('a pause never brings the end forward, and a run is never over at the moment it goes on', () => {
    fc.assert(fc.property(startAt, periods, events, fc.integer({ min: 1, max: 9 * DAY_MS }), (start, period, happened, forMs) => {
      const lines = linesOf(start, happened);
      const last = lines.at(-1)![0] as number;
      const before = clockOf(lines, { period })!.dueAt;
      const { dueAt: after } = clockOf([...lines, [last + 1, 'ask'], [last + 1 + forMs, 'work']], { period })!;
      expect(after).toBeGreaterThanOrEqual(before);
      expect(last + 1 < before ? after > last + 1 + forMs : after === before).toBe(true);
    }));
  });

  it('minutes and hours of it are exact', () => {
    fc.assert(fc.property(startAt, fc.integer({ min: 1, max: 500 }), events.map((all) => all.filter(({ kind }) => kind === 'pause').slice(0, 1)), (start, count, happened) => {
      const [pause] = happened;
      const paused = pause !== undefined && pause.after < count * 3_600_000 ? pause.forMs : 0;
      expect(dueAt(start, happened, { period: { count, unit: 'hours' } })).toBe(start + count * 3_600_000 + paused);
    }));
  });
});
