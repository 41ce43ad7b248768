import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { drillReport } from '#domain/drills/drillReport.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import type { Mark } from '#protocol/scenario/score.ts';
import { nextDue } from './nextDue.ts';
import { reportCsv, reportJson } from './reportFile.ts';

const NOW = 1_000_000;
const mark = (change: Partial<Mark>): Mark => ({ id: 'ack', title: '确认警报', hint: '六十秒内', courtCode: '闽0524' as never, role: 'dutyOfficer', verdict: 'met', weight: 10, points: 10, calledAt: NOW, dueAt: NOW + 60_000, doneAt: NOW + 20_000, reactionMs: 20_000, by: { userId: null, name: '谢福来' }, ...change });
const drill = { scenarioId: 'shanqu', startedAt: Date.UTC(2026, 10, 24, 1, 0) } as Drill;
const words = { heads: ['结果', '事项'], verdict: (verdict: string) => verdict, role: (role: string) => role, court: (code: string) => code, time: (at: number) => String(at) };

describe('the next thing the hall waits for', () => {
  const state = (change: object) => ({ ...EMPTY_STATE, ...change });
  const alarm = (escalatesAt: number | null) => ({ escalatesAt }) as never;
  const order = (stage: string, acceptBy: number | null) => ({ state: stage, acceptBy }) as never;

  it('is the nearest that is still ahead', () => {
    const alarms = PersistentMap([['a', alarm(NOW + 60_000)], ['b', alarm(null)], ['c', alarm(NOW - 1)]]);
    const orders = PersistentMap([['a', order('sent', NOW + 30_000)], ['b', order('accepted', NOW + 10_000)], ['c', order('sent', null)]]);
    expect(nextDue(state({ alarms, orders }), null, NOW)).toBe(NOW + 30_000);
    expect(nextDue(state({ alarms }), null, NOW)).toBe(NOW + 60_000);
    expect(nextDue(EMPTY_STATE, null, NOW)).toBeNull();
  });

  it('of a call is its triage, and then its calling back', () => {
    const call = (triage: object | null, calledBack: object | null = null) => ({ triage, calledBack, triageBy: NOW + 10, callBackBy: NOW + 90 }) as never;
    expect(nextDue(state({ calls: PersistentMap([['a', call(null)]]) }), null, NOW)).toBe(NOW + 10);
    expect(nextDue(state({ calls: PersistentMap([['a', call({})]]) }), null, NOW)).toBe(NOW + 90);
    expect(nextDue(state({ calls: PersistentMap([['a', call({}, {})]]) }), null, NOW)).toBeNull();
  });
});

describe('a report as a file', () => {
  const report = drillReport([mark({}), mark({ id: 'help', title: '=求援,"快"', verdict: 'missed', points: 0, doneAt: null, reactionMs: null, by: null })]);

  it('has the missed ones first, and nothing that a spreadsheet takes for a formula', () => {
    const { fileName, content } = reportCsv({ drill, report }, words);
    expect(fileName).toBe('shanqu-2026-11-24-09-00.csv');
    const lines = content.split('\r\n');
    expect(lines[0]).toBe('\uFEFF结果,事项');
    expect(lines[1]).toBe(`missed,"'=求援,""快""",闽0524,dutyOfficer,,${NOW},${NOW + 60_000},,,0,10,六十秒内`);
    expect(lines[2]).toBe(`met,确认警报,闽0524,dutyOfficer,谢福来,${NOW},${NOW + 60_000},${NOW + 20_000},20,10,10,六十秒内`);
  });

  it('has everything as JSON', () => {
    expect(JSON.parse(reportJson({ drill, report }).content)).toMatchObject({ report: { total: 50 } });
  });
});
