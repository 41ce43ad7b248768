import { describe, expect, it } from 'vitest';
import type { HallState } from '../hallState/hallState.ts';
import { addParty } from '../parties/decideParty.ts';
import { after, AT, hallWithOperation, momentAt, operationIdOf, partyIdOf, personOf, planned, RULES, smallHall, stepIdOf, stepOf } from '../operations/operationRig.ts';
import { planOperation } from '../operations/decideOperation.ts';
import { exceptStep } from './decideCourse.ts';
import { abandonStep, askSignature, beginStep, notePerson, planStep, refuseSignature, showPaper, signStep } from './decideStep.ts';
import { lackingOf } from './stepRules.ts';
import { missingInWords } from './missingInWords.ts';

const moment = momentAt(AT);
const [asker, leader] = [personOf(1, '林'), personOf(2, '陈')];
const hall = hallWithOperation();
const input = { operationId: operationIdOf(1), template: 'search', facts: [] as string[], partyId: null, caseNumber: null, team: null, note: '' };
const plan = (state: HallState, more: Partial<typeof input> & object = {}, number = 1) => after(state, planStep(state, { ...input, ...more }, { ...moment, stepId: stepIdOf(number) }));
const id = { stepId: stepIdOf(1) };
const at = (state: HallState) => ({ ...id, expectedVersion: stepOf(state).version });

const paper = (state: HallState, name: string, reference = '〔2026〕1号') => after(state, showPaper(state, { ...id, paper: name, reference }, moment));
const person = (state: HallState, capacity: string, who: string) => after(state, notePerson(state, { ...id, capacity, who }, moment));
const begin = (state: HallState) => after(state, beginStep(state, at(state), moment));
const ask = (state: HallState) => after(state, askSignature(state, { ...at(state), reason: '情况紧急' }, moment), { actor: asker });
const sign = (state: HallState, actor = leader) => after(state, signStep(state, { ...at(state), reason: '同意' }, actor), { actor });
const missing = (state: HallState) => missingInWords(lackingOf(stepOf(state), RULES, AT), RULES.book, AT);
const complete = (state: HallState) => ['card', 'warrant'].reduce((before, name) => paper(before, name), person(person(person(state, 'officer', '张'), 'officer', '李'), 'family', '父'));
const refused = (code: string, params?: object) => expect.objectContaining(params === undefined ? { code } : { code, params }) as unknown;

describe('a step', () => {
  it('begins with every paper and person at hand, and not before', () => {
    const state = plan(hall);
    expect(missing(state)).toEqual(['搜查令或旧式搜查令', '工作证', '执行人员（须2人）', '成年家属']);
    expect(() => begin(state)).toThrow(refused('papersMissing', { missing: '搜查令或旧式搜查令、工作证、执行人员（须2人）、成年家属' }));
    const ready = complete(state);
    expect(missing(ready)).toEqual([]);
    const step = stepOf(begin(ready));
    expect(step).toMatchObject({ state: 'begun', beganAt: AT, papers: [{ paper: 'card', name: '人1', at: AT }, { paper: 'warrant' }] });
    expect(() => begin(begin(ready))).toThrow(refused('stepOver'));
  });

  it('asks for what its facts ask for, and not for what an exception waives', () => {
    const state = plan(hall, { facts: ['womanSearched'] });
    expect(missing(state)).toContain('女执行人员');
    const waived = after(state, exceptStep(state, { ...at(state), exception: 'toldButAbsent', reason: '已通知' }, moment));
    expect(missing(waived)).not.toContain('成年家属');
  });

  it('takes any of the papers that will do', () => {
    expect(missing(paper(plan(hall), 'oldWarrant'))).not.toContain('搜查令或旧式搜查令');
  });

  it('counts one person once, in whatever capacities and however often they are noted', () => {
    const state = person(person(person(plan(hall, { facts: ['womanSearched'] }), 'officer', '张'), 'femaleOfficer', '张'), 'officer', '张');
    expect(stepOf(state).people).toHaveLength(2);
    expect(missing(state)).toContain('执行人员（须2人）');
    expect(missing(state)).not.toContain('女执行人员');
    expect(missing(person(state, 'officer', '李'))).not.toContain('执行人员（须2人）');
  });

  it.each<[string, Partial<typeof input> & object, object]>([
    ['another template than the rule book has', { template: 'arson' }, { code: 'badRule' }],
    ['facts of another step', { facts: ['isOrganisation'] }, { code: 'badRule' }],
    ['an operation that is not there', { operationId: operationIdOf(9) }, { code: 'notFound' }],
    ['a team that is not in it', { team: 7 as never }, { code: 'notFound', params: { what: 'team' } }],
    ['a party that is not there', { partyId: partyIdOf(9) as never }, { code: 'notFound', params: { what: 'party' } }],
    ['a case number that is none', { caseNumber: '甲' as never }, { code: 'badCaseNumber' }],
  ])('is not planned with %s', (_, more, error) => {
    expect(() => plan(hall, more)).toThrow(expect.objectContaining(error));
  });

  it('is against a party of its own operation', () => {
    const personal = { name: '柯明', idNumber: '', phone: '', address: '' };
    const other = after(hall, planOperation(hall, planned({ teams: [] }), { ...moment, operationId: operationIdOf(2) }));
    const two = [1, 2].reduce((state, number) => after(state, addParty(state, { operationId: operationIdOf(number), kind: 'person', gender: 'male', minor: false, personal }, partyIdOf(number))), other);
    expect(stepOf(plan(two, { partyId: partyIdOf(1) as never }))).toMatchObject({ partyId: partyIdOf(1) });
    expect(() => plan(two, { partyId: partyIdOf(2) as never })).toThrow(refused('notFound', { what: 'party' }));
  });

  it('takes nothing that the rule book does not have, and the same paper once', () => {
    const state = plan(hall);
    expect(() => paper(state, 'passport')).toThrow(refused('badRule', { rule: 'passport' }));
    expect(() => person(state, 'neighbour', '王')).toThrow(refused('badRule', { rule: 'neighbour' }));
    expect(showPaper(paper(state, 'card'), { ...id, paper: 'card', reference: '〔2026〕1号' }, moment).events).toEqual([]);
  });

  it('that is given up is over', () => {
    const state = plan(hall);
    const over = after(state, abandonStep(state, { ...at(state), reason: '未找到' }, moment));
    expect(stepOf(over)).toMatchObject({ state: 'abandoned', endedAt: AT });
    for (const attempt of [() => begin(over), () => paper(over, 'card'), () => ask(over), () => abandonStep(over, { ...at(over), reason: '再次' }, moment)]) {
      expect(attempt).toThrow(refused('stepOver'));
    }
  });

  it('is none without its operation', () => {
    const state = planned();
    expect(() => planStep(smallHall(), { ...input, operationId: operationIdOf(1) }, { ...moment, stepId: stepIdOf(1) })).toThrow(refused('notFound'));
    expect(state.courtCode).toBe('闽0203');
  });
});

describe('a leader’s signature', () => {
  it('lets a step begin without what was missing, and the log says what that was', () => {
    const asked = ask(person(person(plan(hall), 'officer', '张'), 'officer', '李'));
    expect(stepOf(asked).signature).toEqual({ missing: ['搜查令或旧式搜查令', '工作证', '成年家属'], reason: '情况紧急', askedAt: AT, askedBy: '林', askedByUserId: asker.userId });
    expect(() => begin(asked)).toThrow(refused('papersMissing'));
    const signed = sign(asked);
    expect(stepOf(signed)).toMatchObject({ signature: null, signed: [{ missing: ['搜查令或旧式搜查令', '工作证', '成年家属'], reason: '同意', name: '陈' }] });
    const decision = beginStep(signed, at(signed), moment);
    expect(decision.events.map(({ name, data }) => [name, data])).toEqual([['step.begun', { missing: ['搜查令或旧式搜查令', '工作证', '成年家属'] }]]);
  });

  it('is nobody’s who asked for it', () => {
    const asked = ask(plan(hall));
    expect(() => sign(asked, asker)).toThrow(refused('ownRequest'));
    // Under another name it is still the same person.
    expect(() => sign(asked, { ...asker, name: '某领导' })).toThrow(refused('ownRequest'));
    const byMachine = after(plan(hall), askSignature(plan(hall), { ...at(plan(hall)), reason: '情况紧急' }, moment), { actor: { kind: 'hall' } });
    expect(() => sign(byMachine)).toThrow(refused('ownRequest'));
  });

  it('covers what was asked and nothing that is missing since', () => {
    const officers = person(person(plan(hall), 'officer', '张'), 'officer', '李');
    const waived = after(officers, exceptStep(officers, { ...at(officers), exception: 'toldButAbsent', reason: '已通知' }, moment));
    const signed = sign(ask(waived));
    // The rules of the next day ask for the family all the same.
    const strict = { ...RULES, book: { ...RULES.book, steps: RULES.book.steps.map((row) => ({ ...row, requiresPeople: row.requiresPeople.map(({ capacityId, min }) => ({ capacityId, min })) })) } };
    expect(beginStep(signed, at(signed), moment).events).toHaveLength(1);
    expect(() => beginStep(signed, at(signed), { ...strict, at: AT })).toThrow(refused('papersMissing', { missing: '搜查令或旧式搜查令、工作证、女执行人员、成年家属' }));
    const less = paper(signed, 'card');
    expect(beginStep(less, at(less), moment).events[0]?.data).toEqual({ missing: ['搜查令或旧式搜查令'] });
  });

  it('still covers a number of people of whom one came', () => {
    const signed = sign(ask(plan(hall)));
    const one = person(signed, 'officer', '张');
    expect(beginStep(one, at(one), moment).events).toHaveLength(1);
  });

  it('is asked for only where something is missing, and given only where it was asked for', () => {
    const ready = complete(plan(hall));
    expect(() => ask(ready)).toThrow(refused('nothingMissing'));
    expect(() => sign(plan(hall))).toThrow(refused('nothingAsked'));
    const asked = ask(plan(hall));
    const no = after(asked, refuseSignature(asked, { ...at(asked), reason: '不同意' }), { actor: leader });
    expect(stepOf(no)).toMatchObject({ signature: null, refused: [{ reason: '不同意', name: '陈' }] });
    expect(() => begin(no)).toThrow(refused('papersMissing'));
    expect(() => refuseSignature(no, { ...at(no), reason: '不同意' })).toThrow(refused('nothingAsked'));
  });

  it('is given on the step as it was read', () => {
    const asked = ask(plan(hall));
    expect(() => signStep(asked, { ...at(plan(hall)), reason: '同意' }, leader)).toThrow(refused('conflict', { version: 2 }));
  });
});
