import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT, COURT, hallWithOperation, operationOf, RULES, unitIdOf } from '#domain/operations/operationRig.ts';
import { resultsFit } from '#domain/rules/requirements.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { parsePosition } from '../../../../ui/form/parsePosition.ts';
import { dayOf, fieldOf, timeOf } from './beijingField.ts';
import { readCaseLines } from './caseLines.ts';
import { formatAmount, formatYuan, parseYuan } from './money.ts';
import { draftOfPlan, newPlan, newTeam, readPlan } from './planForm.ts';
import { draftOf, readResults } from './resultForm.ts';

describe('money', () => {
  it('is read to the fen, however it was typed', () => {
    expect([parseYuan('1,234,567.89'), parseYuan('￥12'), parseYuan(' 0.5 元'), parseYuan('12.5万'), parseYuan('１２３')]).toEqual([123_456_789, 1_200, 50, 12_500_000, 12_300]);
    expect([parseYuan('0.29'), parseYuan('1.15'), parseYuan('123.456789万')]).toEqual([29, 115, 123_456_789]);
    expect(parseYuan('  ')).toBeNull();
    expect([parseYuan('1.234'), parseYuan('十万'), parseYuan('-5'), parseYuan('1e3'), parseYuan('99999999999999')]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000_000_000 }), (fen) => parseYuan(formatYuan(fen)) === fen));
  });

  it('is written as people write it', () => {
    expect([formatYuan(123_456_789), formatYuan(5), formatAmount(123_456_789, 'zh-CN'), formatAmount(123_456_789, 'en'), formatAmount(999_999, 'zh-CN')]).toEqual(['￥1,234,567.89', '￥0.05', '123.46万元', '￥1,234,567.89', '￥9,999.99']);
  });
});

describe('times in fields', () => {
  it('are Beijing times on any machine', () => {
    expect([fieldOf(AT), timeOf('2026-11-23T10:00'), timeOf(''), dayOf(Date.UTC(2026, 10, 22, 16))]).toEqual(['2026-11-23T10:00', AT, null, '2026-11-23']);
  });
});

const options = { at: AT, book: RULES.book, knowsCourt: (code: string) => code === COURT, staff: [] };

describe('case numbers, one a line', () => {
  it('are put right or told what is wrong with them, and courts of other provinces are not looked up', () => {
    expect(readCaseLines('(2026)闽0203执 12号\n\n（2027）闽0203执1号\n（2026）闽0299执1号；（2026）粤0103执5号\n没有案号', options)).toEqual([
      { text: '(2026)闽0203执 12号', canonical: '（2026）闽0203执12号' },
      { text: '（2027）闽0203执1号', fault: 'year' },
      { text: '（2026）闽0299执1号', fault: 'court' },
      { text: '（2026）粤0103执5号', canonical: '（2026）粤0103执5号' },
      { text: '没有案号', fault: 'shape' },
    ]);
  });
});

describe('the plan form', () => {
  const draft = { ...newPlan({ courtCode: COURT, at: AT + 1, teamName: '第1组' }), title: '夜间集中执行' };

  it('begins at the next full hour, and is a request once it has a name', () => {
    expect([draft.from, draft.to]).toEqual(['2026-11-23T11:00', '2026-11-23T19:00']);
    expect(readPlan({ ...draft, title: ' ' }, options)).toMatchObject({ input: null, faults: new Set(['title']) });
    expect(readPlan(draft, options).input).toMatchObject({ title: '夜间集中执行', plannedFrom: AT + 3_600_000, place: { name: '', position: null }, teams: [{ team: 1, members: [] }] });
  });

  it('says every fault at once', () => {
    const bad = { ...draft, to: draft.from, coordinates: '北纬24度', cases: '123', teams: [{ ...newTeam([], ' ') }] };
    expect(readPlan(bad, options).faults).toEqual(new Set(['period', 'coordinates', 'cases', 'teams']));
  });

  it('gives a member the account of that name in that court, unless two bear it', () => {
    const person = (userId: string, name: string, courtCode = COURT) => ({ userId: userId as UserId, name, courtCode, state: 'active' as const });
    const staff = [person('a', '林一'), person('b', '陈二'), person('c', '陈二'), person('d', '王三', '闽' as typeof COURT)];
    const { input } = readPlan({ ...draft, teams: [{ ...draft.teams[0]!, members: '林一 队长\n陈二，法警\n\n王三' }] }, { ...options, staff });
    expect(input?.teams[0]?.members).toEqual([{ name: '林一', userId: 'a', duty: '队长' }, { name: '陈二', userId: null, duty: '法警' }, { name: '王三', userId: null, duty: '' }]);
  });

  it('says the same again of an operation that nobody changed', () => {
    const operation = operationOf(hallWithOperation());
    const { title, campaignId, risk, plannedFrom, plannedTo, note, caseNumbers, place, teams } = operation;
    expect(readPlan(draftOfPlan(operation), options).input).toEqual({ title, campaignId, risk, plannedFrom, plannedTo, note, caseNumbers, place, teams });
    expect(teams[0]?.unitIds).toEqual([unitIdOf(1), unitIdOf(2)]);
  });

  it('never gives two teams one number, also after one was removed', () => {
    const [first, second] = [newTeam([], '1'), newTeam([newTeam([], '1')], '2')];
    expect(newTeam([second], '3').team).toBe(3);
    expect(newTeam([first], '2').team).toBe(2);
  });
});

describe('the result form', () => {
  const kinds = ['count', 'amountCents', 'items', 'choice'] as const;
  const template = { ...RULES.book.steps[0]!, results: kinds.map((kind) => ({ id: kind, name: kind, nameEn: kind, kind, required: false, ...(kind === 'choice' && { choices: [{ id: 'yes', name: '是', nameEn: 'yes' }] }) })) };
  const empty = draftOf(template, {});

  it('is nothing when it is empty', () => {
    expect(readResults(template, empty)).toEqual({ results: {}, faults: new Set() });
  });

  it('gives values that fit the template and come back as they were typed', () => {
    const draft = { texts: { count: '３', amountCents: '1,234.5', choice: 'yes' }, items: { items: [{ key: 0, name: ' 现金箱 ', quantity: '2', note: '' }, { key: 1, name: '', quantity: '1', note: '' }] } };
    const { results, faults } = readResults(template, draft);
    expect(faults).toEqual(new Set());
    expect(results).toEqual({ count: { kind: 'count', count: 3 }, amountCents: { kind: 'amountCents', amountCents: 123_450 }, items: { kind: 'items', items: [{ name: '现金箱', quantity: 2, note: '' }] }, choice: { kind: 'choice', choiceId: 'yes' } });
    expect(resultsFit(template, results)).toBe(true);
    expect(readResults(template, draftOf(template, results)).results).toEqual(results);
  });

  it('names the fields that hold no value', () => {
    const draft = { texts: { count: '两', amountCents: '十万', choice: '' }, items: { items: [{ key: 0, name: '车', quantity: '0', note: '' }] } };
    expect(readResults(template, draft)).toEqual({ results: {}, faults: new Set(['count', 'amountCents', 'items']) });
  });
});

it('a plan that was begun on the map is where it was put, to a metre', () => {
  const draft = newPlan({ courtCode: COURT, at: AT, teamName: '第一组', position: [118.1234567, 24.4567891] });
  expect(parsePosition(draft.coordinates)).toEqual({ longitudeDeg: 118.12346, latitudeDeg: 24.45679 });
});
