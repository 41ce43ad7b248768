import { describe, expect, it } from 'vitest';
import type { CampaignId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { closeCampaign, openCampaign } from '../campaigns/decideCampaign.ts';
import type { HallState } from '../hallState/hallState.ts';
import { beginStep, planStep } from '../steps/decideStep.ts';
import { revokeUnit } from '../units/decideUnit.ts';
import { advanceOperation, callOffOperation, changeOperation, checkIn, concludeOperation, planOperation } from './decideOperation.ts';
import { after, AT, COURT, hallWithOperation, momentAt, operationIdOf, operationOf, personOf, planned, smallHall, stepIdOf, stepOf, unitIdOf } from './operationRig.ts';

const moment = momentAt(AT);
const hall = hallWithOperation();
const plan = (state: HallState, more: Parameters<typeof planned>[0] = {}, number = 2) => planOperation(state, planned(more), { ...moment, operationId: operationIdOf(number) });
const change = (state: HallState, more: Parameters<typeof planned>[0] = {}) => {
  const { courtCode: _, ...facts } = planned(more);
  return changeOperation(state, { ...facts, ...at(state) }, moment);
};
const at = (state: HallState, number = 1) => ({ operationId: operationIdOf(number), expectedVersion: operationOf(state, number).version });
const advance = (state: HallState, to: 'assembled' | 'underWay' | 'onSite', reason: string | null = null, number = 1) => advanceOperation(state, { ...at(state, number), to, reason });
const team = (number: number, ...unitIds: UnitId[]) => ({ team: number, name: `${number}组`, unitIds, vehicles: [], members: [] });
const withStep = (state: HallState, number = 1) => after(state, planStep(state, { operationId: operationIdOf(1), template: 'detention', facts: [], partyId: null, caseNumber: null, team: null, note: '' }, { ...moment, stepId: stepIdOf(number) }));
const begun = (state: HallState) => after(state, beginStep(state, { stepId: stepIdOf(1), expectedVersion: stepOf(state).version }, moment));

describe('a plan', () => {
  it('keeps each case number once, as it is written by the rules', () => {
    const state = after(smallHall(), plan(smallHall(), { caseNumbers: ['(2026)闽0203执 1号', '（2026）闽0203执1号', '（2025）京0105执7号之2'] }));
    expect(operationOf(state, 2)).toMatchObject({ caseNumbers: ['（2026）闽0203执1号', '（2025）京0105执7号之二'], state: 'planned', stages: [{ state: 'planned', name: '人1', at: AT }], version: 1 });
  });

  it.each<[string, Parameters<typeof planned>[0], object]>([
    ['a case number that is none', { caseNumbers: ['123号'] }, { code: 'badCaseNumber', params: expect.objectContaining({ caseNumber: '123号' }) as unknown }],
    ['a case of next year', { caseNumbers: ['(2027)闽0203执1号'] }, { code: 'badCaseNumber' }],
    ['a case of a court that is not there', { caseNumbers: ['(2026)闽0299执1号'] }, { code: 'badCaseNumber' }],
    ['a type that no rule knows', { caseNumbers: ['(2026)闽0203刑1号'] }, { code: 'badCaseNumber' }],
    ['an end before the beginning', { plannedTo: AT }, { code: 'badPeriod' }],
    ['a unit in two teams', { teams: [team(1, unitIdOf(1)), team(2, unitIdOf(1))] }, { code: 'unitTaken', params: { name: '单兵1' } }],
    ['a unit twice in one team', { teams: [team(1, unitIdOf(1), unitIdOf(1))] }, { code: 'unitTaken' }],
    ['two teams of one number', { teams: [team(1), team(1)] }, { code: 'conflict' }],
    ['a unit that is not there', { teams: [team(1, unitIdOf(9))] }, { code: 'notFound', params: { what: 'unit' } }],
    ['a campaign that is not there', { campaignId: operationIdOf(9) as unknown as CampaignId }, { code: 'notFound', params: { what: 'campaign' } }],
    ['a court that is not there', { courtCode: '闽0299' as CourtCode }, { code: 'notFound' }],
  ])('is refused with %s', (_, more, error) => {
    expect(() => plan(smallHall(), more)).toThrow(expect.objectContaining(error));
    // The court of an operation is none of what is changed.
    expect(() => change(hall, more?.courtCode === undefined ? more : { caseNumbers: ['无'] })).toThrow(expect.objectContaining(more?.courtCode === undefined ? error : { code: 'badCaseNumber' }));
  });

  it('takes a unit that another operation only plans with, and not one that is out meanwhile', () => {
    expect(plan(hall).events).toHaveLength(1);
    const out = after(hall, advance(hall, 'underWay'));
    expect(() => plan(out)).toThrow(expect.objectContaining({ code: 'unitTaken', params: { name: '单兵1' } }));
    expect(plan(out, { teams: [team(1, unitIdOf(3))] }).events).toHaveLength(1);
    expect(plan(out, { plannedFrom: AT + 8 * 3_600_000, plannedTo: AT + 9 * 3_600_000 }).events).toHaveLength(1);
    // It is not out against itself.
    expect(change(out, { note: '增派' }).events).toHaveLength(1);
    const over = after(out, concludeOperation(out, { ...at(out), conclusion: '完毕' }));
    expect(plan(over).events).toHaveLength(1);
  });

  it('takes no unit that was revoked, but keeps one that is in it', () => {
    const unit = hall.units.get(unitIdOf(1))!;
    const revoked = after(hall, revokeUnit(hall, { unitId: unit.unitId, expectedVersion: unit.version, reason: '遗失' }));
    expect(() => plan(revoked)).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(change(revoked, { title: '改名' }).events).toHaveLength(1);
  });

  it('may be part of an open campaign of its court or of one above', () => {
    const facts = { name: '亮剑八闽', aim: '', from: '2026-11-01', to: '2026-12-31' };
    const open = (courtCode: string) => after(hall, openCampaign(hall, { courtCode: courtCode as CourtCode, ...facts }, 'c' as CampaignId));
    const within = (state: HallState) => plan(state, { campaignId: 'c' as CampaignId, teams: [] }).events.length;
    expect([within(open('闽')), within(open('闽02')), within(open(COURT))]).toEqual([1, 1, 1]);
    expect(() => within(open('闽03'))).toThrow(expect.objectContaining({ code: 'notFound', params: { what: 'campaign' } }));
    const closed = after(open('闽'), closeCampaign(open('闽'), { campaignId: 'c' as CampaignId, expectedVersion: 1, reason: '结束' }));
    expect(() => within(closed)).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(() => openCampaign(hall, { courtCode: COURT, ...facts, to: '2026-10-31' }, 'd' as CampaignId)).toThrow(expect.objectContaining({ code: 'badPeriod' }));
  });

  it('keeps a team whose steps are open', () => {
    const open = after(hall, planStep(hall, { operationId: operationIdOf(1), template: 'detention', facts: [], partyId: null, caseNumber: null, team: 1, note: '' }, { ...moment, stepId: stepIdOf(1) }));
    expect(() => change(open, { teams: [team(2, unitIdOf(1))] })).toThrow(expect.objectContaining({ code: 'stepsOpen', params: { count: 1 } }));
    expect(change(open, { teams: [team(2, unitIdOf(1)), team(1, unitIdOf(2))] }).events).toHaveLength(1);
    expect(change(hall, { teams: [] }).events).toHaveLength(1);
  });

  it('is changed as it was read and at no other', () => {
    expect(() => changeOperation(hall, { ...planned(), ...at(hall), expectedVersion: 0 }, moment)).toThrow(expect.objectContaining({ code: 'conflict', params: { version: 1 } }));
    expect(operationOf(after(hall, change(hall, { title: '改名' })))).toMatchObject({ title: '改名', state: 'planned', version: 2 });
  });
});

describe('an operation', () => {
  it('goes on by one stage or by several, and back only with a reason', () => {
    const site = after(hall, advance(hall, 'onSite'), { at: AT + 5, actor: personOf(2, '林') });
    expect(operationOf(site)).toMatchObject({ state: 'onSite', stages: [{ state: 'planned' }, { state: 'onSite', at: AT + 5, name: '林', reason: null }] });
    expect(advance(site, 'onSite').events).toEqual([]);
    for (const reason of [null, '']) {
      expect(() => advance(site, 'assembled', reason)).toThrow(expect.objectContaining({ code: 'reasonNeeded' }));
    }
    expect(operationOf(after(site, advance(site, 'assembled', '道路中断')))).toMatchObject({ state: 'assembled', stages: [{}, {}, { reason: '道路中断' }] });
  });

  it('notes who is there, once each, of a team that it has', () => {
    const there = after(hall, checkIn(hall, { operationId: operationIdOf(1), team: 1, name: '陈' }), { at: AT + 9 });
    expect(operationOf(there).checkIns).toEqual([{ team: 1, name: '陈', at: AT + 9 }]);
    expect(checkIn(there, { operationId: operationIdOf(1), team: 1, name: '陈' }).events).toEqual([]);
    expect(() => checkIn(hall, { operationId: operationIdOf(1), team: 2, name: '陈' })).toThrow(expect.objectContaining({ code: 'notFound', params: { what: 'team' } }));
  });

  it('is not concluded while steps are open, and called off only when none has begun', () => {
    const open = withStep(hall);
    expect(() => concludeOperation(open, { ...at(open), conclusion: '完毕' })).toThrow(expect.objectContaining({ code: 'stepsOpen', params: { count: 1 } }));
    const off = after(open, callOffOperation(open, { ...at(open), reason: '被执行人履行' }));
    expect([operationOf(off).state, stepOf(off).state, operationOf(off).stages.at(-1)?.reason]).toEqual(['calledOff', 'abandoned', '被执行人履行']);
    const running = begun(open);
    expect(() => callOffOperation(running, { ...at(running), reason: '下雨' })).toThrow(expect.objectContaining({ code: 'stepsOpen' }));
  });

  it('that is over stays as it is', () => {
    const over = after(hall, concludeOperation(hall, { ...at(hall), conclusion: '完毕' }));
    const attempts = [
      () => change(over),
      () => checkIn(over, { operationId: operationIdOf(1), team: 1, name: '陈' }),
      () => advance(over, 'onSite'),
      () => concludeOperation(over, { ...at(over), conclusion: '再次' }),
      () => callOffOperation(over, { ...at(over), reason: '撤回' }),
      () => withStep(over),
    ];
    for (const attempt of attempts) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'operationOver' }));
    }
  });
});
