import type { HolidayYear } from '#protocol/rules/holidays.ts';
import type { Period } from '#protocol/rules/timeLimits.ts';
import { flow, type Flow } from '#protocol/tasks/flows.ts';
import type { Task, TaskMoment } from '#protocol/tasks/tasks.ts';
import { createCalendar } from '../../rules/calendar.ts';

/*
 * Builders for tests of clocks: a flow of three states with one clock, and histories.
 */

const year = (of: number, holidays: readonly [string, string][], workdays: string[]): HolidayYear => ({
  year: of, published: true, source: '测试', verified: true, workdays, holidays: holidays.map(([from, to]) => ({ name: '假', nameEn: 'holiday', from, to })),
});

/** Spring Festival and National Day of 2026 as published; 2027 is not, 2028 has a leap day. */
export const CALENDAR = createCalendar([
  year(2026, [['2026-02-15', '2026-02-23'], ['2026-10-01', '2026-10-07']], ['2026-02-14', '2026-02-28', '2026-09-20', '2026-10-10']),
  year(2028, [['2028-01-26', '2028-02-01']], []),
]);

/** Beijing time: `2026-02-13 10:00`. */
export const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

const row = (id: string) => ({ id, name: id, nameEn: id, validFrom: null, validTo: null, source: '测试', verified: false });

/** Runs in `work`, stands still in `ask`; `grant` grants days. */
export function clockedFlow(clock: Partial<Flow['clocks'][number]> & { readonly period: Period | null }): Flow {
  const stateOf = (id: string) => ({ id, name: id, nameEn: id, tone: 'active', holder: 'to' });
  return flow.parse({
    ...row('clocked'), mark: '委', reach: { courts: 'any', outside: false }, authors: ['clerk'], limitDays: null, start: 'draft',
    states: ['draft', 'work', 'ask', 'done'].map(stateOf),
    steps: [{ ...row('grant'), kind: 'grant', from: ['work', 'ask'], to: null, by: [{ side: 'from', roles: ['clerk'] }], days: { min: 1, max: 10 } }],
    clocks: [{ ...row('limit'), article: '限期', runsIn: ['work'], pausedIn: ['ask'], extendable: true, rollsOverHolidays: true, amberBefore: { count: 2, unit: 'hours' }, escalatesEvery: null, ...clock }],
  });
}

/** One line of a history: when, the state from then on, and what it was with its count. */
export type Line = readonly [when: string | number, state: string, what?: string, count?: number];

export function courseOf(lines: readonly Line[], more: Partial<Pick<Task, 'urgent' | 'limitDays'>> = {}): Pick<Task, 'history' | 'urgent' | 'limitDays'> {
  const history = lines.map(([when, state, what = 'step', count]): TaskMoment => ({
    at: typeof when === 'number' ? when : at(when), what, state, byName: '测试', byUserId: null, onBehalfOf: null, courtCode: null, side: 'to', words: null, count: count ?? null, signature: null,
  }));
  return { history, urgent: false, limitDays: null, ...more };
}
