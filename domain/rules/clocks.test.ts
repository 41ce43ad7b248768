import { describe, expect, it } from 'vitest';
import type { TimeLimit } from '#protocol/rules/timeLimits.ts';
import { createCalendar } from './calendar.ts';
import { clocksOf, clockTone, type StepCourse } from './clocks.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const calendar = createCalendar([{ year: 2026, published: true, source: 'test', verified: true, holidays: [], workdays: [] }]);
/** Monday 10:00 in Beijing. */
const begun = Date.parse('2026-11-23T10:00:00+08:00');

const limit = (change: Partial<TimeLimit> = {}): TimeLimit => ({
  id: 'questioning',
  name: '拘传询问',
  nameEn: 'Questioning',
  validFrom: null,
  validTo: null,
  source: 'test',
  verified: true,
  article: '不得超过八小时',
  startsOn: { event: 'stepBegun' },
  steps: ['compelledAppearance'],
  period: { count: 8, unit: 'hours' },
  extensions: [{ exceptionId: 'complex', period: { count: 24, unit: 'hours' } }],
  rollsOverHolidays: false,
  amberBefore: { count: 60, unit: 'minutes' },
  metBy: [{ event: 'stepEnded' }],
  severity: 'grave',
  ...change,
});
const step = (change: Partial<StepCourse> = {}): StepCourse => ({
  template: 'compelledAppearance',
  beganAt: begun,
  endedAt: null,
  outcome: null,
  results: {},
  exceptions: [],
  notices: [],
  ...change,
});
const only = (of: StepCourse, row: TimeLimit) => {
  const clocks = clocksOf(of, [row], calendar);
  expect(clocks).toHaveLength(1);
  return clocks[0]!;
};
const runs = (of: StepCourse, row: TimeLimit) => clocksOf(of, [row], calendar).length === 1;

describe('the clocks of a step', () => {
  it('start with what they start on, for the steps that they belong to', () => {
    expect(only(step(), limit())).toMatchObject({ limitId: 'questioning', startedAt: begun, dueAt: begun + 8 * HOUR_MS, amberAt: begun + 7 * HOUR_MS, metAt: null, dueIsFirm: true });
    expect(runs(step({ beganAt: null }), limit())).toBe(false);
    expect(runs(step({ template: 'search' }), limit())).toBe(false);
    expect(runs(step(), limit({ startsOn: { event: 'stepEnded' } }))).toBe(false);
  });

  it('turn amber, then red, and end when they are met', () => {
    const clock = only(step(), limit());
    expect([begun, clock.amberAt - 1, clock.amberAt, clock.dueAt - 1, clock.dueAt].map((at) => clockTone(clock, at))).toEqual(['running', 'running', 'amber', 'amber', 'red']);
    const met = only(step({ endedAt: begun + 3 * HOUR_MS }), limit());
    expect(clockTone(met, begun + 2 * HOUR_MS)).toBe('running');
    expect(clockTone(met, begun + 30 * HOUR_MS)).toBe('met');
    expect(clockTone(only(step({ endedAt: begun + 9 * HOUR_MS }), limit()), begun + 10 * HOUR_MS)).toBe('metLate');
    expect(clockTone(only(step(), limit({ severity: 'right' })), clock.dueAt)).toBe('lapsed');
  });

  it('run longer where an exception is recorded in time, and not where it is recorded too late', () => {
    const recorded = (afterMs: number) => only(step({ exceptions: [{ exception: 'complex', at: begun + afterMs }] }), limit()).dueAt - begun;
    expect(recorded(8 * HOUR_MS)).toBe(24 * HOUR_MS);
    expect(recorded(8 * HOUR_MS + 1)).toBe(8 * HOUR_MS);
  });

  it('run only under their conditions', () => {
    const urgent = step({ exceptions: [{ exception: 'urgentViolence', at: begun }] });
    expect(runs(step(), limit({ onlyWithException: ['urgentViolence'] }))).toBe(false);
    expect(runs(urgent, limit({ onlyWithException: ['urgentViolence'] }))).toBe(true);
    expect(runs(step(), limit({ notWithException: ['urgentViolence'] }))).toBe(true);
    expect(runs(urgent, limit({ notWithException: ['urgentViolence'] }))).toBe(false);
    const ended = (change: Partial<StepCourse>) => step({ endedAt: begun, outcome: 'done', results: { depositsCents: { kind: 'amountCents', amountCents: 5 } }, ...change });
    const frozen = limit({ startsOn: { event: 'stepEnded' }, onlyWithOutcome: ['done'], onlyWithResult: 'depositsCents', metBy: [{ event: 'noticeGiven', noticeId: 'lifted' }] });
    expect(runs(ended({}), frozen)).toBe(true);
    expect(runs(ended({ outcome: 'nothingFound' }), frozen)).toBe(false);
    expect(runs(ended({ results: { depositsCents: { kind: 'amountCents', amountCents: 0 } } }), frozen)).toBe(false);
  });

  it('go by the row that held when they started', () => {
    const rows = [limit({ validTo: '2026-11-22', source: 'old' }), limit({ validFrom: '2026-11-23', source: 'new', period: { count: 6, unit: 'hours' } })];
    const of = (beganAt: number) => clocksOf(step({ beganAt }), rows, calendar).map((clock) => [clock.limit.source, clock.dueAt - beganAt]);
    expect(of(Date.parse('2026-11-22T23:59:59+08:00'))).toEqual([['old', 8 * HOUR_MS]]);
    expect(of(Date.parse('2026-11-23T00:00:00+08:00'))).toEqual([['new', 6 * HOUR_MS]]);
  });

  it('are met by a recorded notice, the first of any', () => {
    const row = limit({ metBy: [{ event: 'noticeGiven', noticeId: 'familyTold' }, { event: 'noticeGiven', noticeId: 'unreachable' }] });
    const notices = [{ notice: 'unreachable', at: begun + 2 * HOUR_MS }, { notice: 'familyTold', at: begun + HOUR_MS }, { notice: 'familyTold', at: begun + 3 * HOUR_MS }];
    expect(only(step({ notices }), row).metAt).toBe(begun + HOUR_MS);
    expect(only(step({ notices: [{ notice: 'other', at: begun }] }), row).metAt).toBeNull();
  });

  it('start anew with each renewal that comes in time', () => {
    const row = limit({ period: { count: 1, unit: 'years' }, restartedBy: ['renewed'], metBy: [{ event: 'noticeGiven', noticeId: 'lifted' }], extensions: [], amberBefore: { count: 30, unit: 'days' } });
    const first = only(step(), row);
    const renewedAt = (at: number) => only(step({ notices: [{ notice: 'renewed', at }] }), row);
    expect(renewedAt(first.dueAt - DAY_MS)).toMatchObject({ startedAt: first.dueAt - DAY_MS, metAt: null });
    expect(renewedAt(first.dueAt - DAY_MS).dueAt).toBeGreaterThan(first.dueAt + 300 * DAY_MS);
    expect(renewedAt(first.dueAt)).toEqual(first);
  });

  it('say when their date may still move because the holidays are not published', () => {
    const row = limit({ period: { count: 60, unit: 'days' }, rollsOverHolidays: true, amberBefore: { count: 5, unit: 'days' } });
    expect(only(step(), row).dueIsFirm).toBe(false);
    expect(only(step(), { ...row, rollsOverHolidays: false }).dueIsFirm).toBe(true);
    expect(only(step(), { ...row, period: { count: 10, unit: 'days' } }).dueIsFirm).toBe(true);
  });

  it('are not amber before they started', () => {
    expect(only(step(), limit({ amberBefore: { count: 3, unit: 'days' } })).amberAt).toBe(begun);
  });
});
