import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayOfIso } from '#domain/rules/beijingDay.ts';
import { createCalendar } from '#domain/rules/calendar.ts';
import { clocksOf, type StepCourse } from '#domain/rules/clocks.ts';
import { missingFor, missingToEnd } from '#domain/rules/requirements.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import { readRuleBook, RuleBookError } from './readRuleBook.ts';
import { createRules } from './rules.ts';

const OWN = path.join(import.meta.dirname, '../../assets/rules');
const book = readRuleBook(OWN);
const calendar = createCalendar(book.holidays);
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

describe('the rules that come with the hall', () => {
  it('are answered as they were read, under one version', () => {
    const desk = createRules({ rulesDir: OWN });
    expect(desk.book).toEqual(book);
    expect(readRuleBook(OWN).version).toBe(book.version);
  });

  it('have the holidays of 2018, 2025 and 2026, and say that those of 2027 are not known', () => {
    const free = (day: string) => !calendar.isWorkday(dayOfIso(day));
    const freeDays = (year: number) => Array.from({ length: 365 }, (_, day) => dayOfIso(`${year}-01-01`) + day).filter((day) => !calendar.isWorkday(day)).length;
    // The statutory days (11, since 2025 13) and the weekends: who moves weekends loses none.
    expect([2018, 2025, 2026].map(freeDays)).toEqual([115, 117, 117]);
    expect(['2018-02-16', '2025-10-08', '2026-02-23', '2026-10-01'].every(free)).toBe(true);
    expect(['2018-09-30', '2025-01-26', '2026-02-28', '2026-10-10'].some(free)).toBe(false);
    expect(calendar.isPublished(dayOfIso('2027-01-04'))).toBe(false);
  });

  const step = (change: Partial<StepCourse>): StepCourse => ({ template: 'detention', beganAt: at('2026-11-23 10:00'), endedAt: null, outcome: null, results: {}, exceptions: [], notices: [], ...change });
  const dues = (of: StepCourse) => Object.fromEntries(clocksOf(of, book.limits, calendar).map(({ limitId, dueAt }) => [limitId, dueAt]));

  it('give 8 hours for questioning, and 24 where the case is complex and detention may follow', () => {
    const questioned = { template: 'compelledAppearance' };
    expect(dues(step(questioned))).toEqual({ compelledQuestioning: at('2026-11-23 18:00') });
    expect(dues(step({ ...questioned, exceptions: [{ exception: 'complexAndMayDetain', at: at('2026-11-23 15:00') }] }))).toEqual({ compelledQuestioning: at('2026-11-24 10:00') });
    // In 2018 by the text of then.
    expect(clocksOf(step({ ...questioned, beganAt: at('2018-07-09 09:20') }), book.limits, calendar).map(({ limit, dueAt }) => [limit.source.includes('（2015）第484条'), dueAt])).toEqual([[true, at('2018-07-09 17:20')]]);
  });

  it('give 24 hours to tell the family of a detention, and call for the president where it was urgent', () => {
    expect(dues(step({}))).toEqual({ familyTold: at('2026-11-24 10:00'), detentionTerm: at('2026-12-09 00:00') });
    expect(dues(step({ exceptions: [{ exception: 'urgentViolence', at: at('2026-11-23 10:00') }] }))).toHaveProperty('presidentTold', at('2026-11-23 10:30'));
    const notices = [{ notice: 'decisionServed', at: at('2026-11-25 11:00') }, { notice: 'reviewAsked', at: at('2026-11-26 11:00') }];
    // Three days end on a Saturday, five on a Tuesday.
    expect(dues(step({ notices }))).toMatchObject({ detentionReviewRequest: at('2026-12-01 00:00'), detentionReview: at('2026-12-02 00:00') });
  });

  it('run freezes for one year, movables for two, real estate for three, from the end of a step that caught something', () => {
    const ended = { endedAt: at('2026-11-23 12:00'), outcome: 'done' };
    const nothing = { kind: 'items' as const, items: [] };
    const some = { kind: 'items' as const, items: [{ name: '物', quantity: 1, note: '' }] };
    expect(dues(step({ ...ended, template: 'freezing', results: { depositsCents: { kind: 'amountCents', amountCents: 100 }, rights: nothing } }))).toEqual({ freezeDeposits: at('2027-11-24 00:00') });
    expect(dues(step({ ...ended, template: 'sealing', results: { movables: some, realEstate: some } }))).toEqual({ sealMovables: at('2028-11-24 00:00'), sealRealEstate: at('2029-11-24 00:00') });
    expect(dues(step({ ...ended, template: 'impoundment', results: { movables: some } }))).toEqual({ impoundMovables: at('2028-11-24 00:00') });
    expect(dues(step({ ...ended, template: 'performance', outcome: 'inFull', results: { receivedCents: { kind: 'amountCents', amountCents: 1 } } }))).toEqual({ fundsPaidOut: at('2026-12-24 00:00'), dishonestyRemoved: at('2026-11-27 00:00') });
    expect(dues(step({ template: 'clueCheck' }))).toEqual({ clueChecked: at('2026-12-01 00:00') });
    expect(dues(step({ template: 'clueCheck', exceptions: [{ exception: 'urgentClue', at: at('2026-11-23 10:00') }] }))).toEqual({ urgentClueChecked: at('2026-11-27 00:00') });
  });

  it('stop a search without a warrant, and keep a hand-over open without plate and signatures', () => {
    const search = rowAt(book.steps, 'search', at('2026-11-23 10:00'))!;
    const people = ['officer', 'officer', 'adultFamily', 'grassRoots'].map((capacity) => ({ capacity }));
    expect(missingFor(search, { papers: [{ paper: 'workCard' }], people, facts: [], exceptions: [] }, book.capacities)).toEqual([{ kind: 'paper', paperIds: ['searchWarrant'] }]);
    const handOver = rowAt(book.steps, 'vehicleHandOver', at('2026-11-23 10:00'))!;
    const open = missingToEnd(handOver, { outcome: 'done', items: ['frameNumberChecked', 'goodsInside', 'keysReceived'].map((item) => ({ item })), results: { vehicles: { kind: 'items', items: [] } } });
    expect(open).toEqual(['platePictured', 'handedOverBy', 'receivedBy'].map((itemId) => ({ kind: 'checklist', itemId })));
  });
});

describe('a wrong rule book', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rules-test-'));
    cpSync(OWN, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const edit = (file: string, from: string, to: string) => {
    const name = path.join(folder, file);
    const text = readFileSync(name, 'utf8');
    expect(text).toContain(from);
    writeFileSync(name, text.replace(from, to));
  };
  const fault = () => {
    try {
      readRuleBook(folder);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleBookError);
      return (error as RuleBookError).message.replaceAll(folder, '');
    }
    return 'no fault';
  };

  it.each<[string, string, string, string]>([
    ['timeLimits.json', '"count": 8', '"count": "eight"', '规则文件 /timeLimits.json 第 1 行（compelledQuestioning）字段“period.count”：'],
    ['timeLimits.json', '"article"', '"artikel"', '规则文件 /timeLimits.json 第 1 行（compelledQuestioning）字段“article”：'],
    ['timeLimits.json', '"onlyWithException"', '"onlyWithExeption"', '第 4 行（presidentTold）字段“onlyWithExeption”：没有这个字段'],
    ['timeLimits.json', '"noticeId": "familyTold"', '"noticeId": "wifeTold"', '第 3 行（familyTold）字段“metBy”：所属步骤没有告知事项“wifeTold”'],
    ['timeLimits.json', '"2022-04-10"', '"2022-04-01"', '第 2 行（compelledQuestioning）字段“id”：与第 1 行同为“compelledQuestioning”，有效期重叠'],
    ['steps.json', '"paperId": "searchWarrant"', '"paperId": "searchWarant"', '第 3 行（search）字段“requiresPapers”：没有文书“searchWarant”'],
    ['steps.json', '"rollsUpTo": "receivedCents"', '"rollsUpTo": "performed"', '（performance）字段“results”：“receivedCents”与统计项“performed”的单位不同'],
    ['steps.json', '"unlessFact": "isOrganisation"', '"unlessFact": "isFirm"', '字段“requiresPeople”：本步骤没有事实项“isFirm”'],
    ['holidays.json', '"2026-02-14"', '"2026-02-12"', '第 3 行（2026）字段“workdays”：2026-02-12 本来就是工作日'],
    ['holidays.json', '"2026-02-14"', '"2026-02-15"', '第 3 行（2026）字段“workdays”：2026-02-15 同时列为放假日和上班日'],
    ['flows.json', '"to": "checking"', '"to": "cheking"', '规则文件 /flows.json 第 1 行（itemDelegation）字段“steps.approve”：没有状态“cheking”'],
    ['flows.json', '"roles": ["leader", "commander"]', '"roles": ["leader", "comander"]', '规则文件 /flows.json 第 1 行（itemDelegation）字段“steps.8.by.0.roles.1”：'],
    ['taskItems.json', '"flowId": "exitControl"', '"flowId": "exitContol"', '（exitControlPerson）字段“flowId”：没有流程“exitContol”'],
    ['papers.json', '[', '', '/papers.json 不是正确的 JSON'],
  ])('%s: %s → %s is told in plain words', (file, from, to, words) => {
    edit(file, from, to);
    expect(fault()).toContain(words);
  });

  it('is told when a file is not there', () => {
    rmSync(path.join(folder, 'counters.json'));
    expect(fault()).toContain('规则文件 /counters.json 无法读取');
  });

  it('has another version when a rule is another', () => {
    edit('timeLimits.json', '"count": 8', '"count": 6');
    expect(readRuleBook(folder).version).not.toBe(book.version);
  });
});
