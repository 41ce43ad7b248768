import { describe, expect, it } from 'vitest';
import { after, AT, hallWithOperation, momentAt, operationIdOf, operationOf, personOf, RULES, stepIdOf, stepOf, unitIdOf, COURT } from '#domain/operations/operationRig.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { advanceOperation, callOffOperation, checkIn } from '#domain/operations/decideOperation.ts';
import { askSignature, beginStep, planStep, refuseSignature, showPaper, signStep } from '#domain/steps/decideStep.ts';
import { correctStep, doItem, endStep, giveNotice } from '#domain/steps/decideCourse.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import { standingOf } from '../../stepMark/index.ts';
import { campaignRows } from './campaignRows.ts';
import { memberRows } from './checkIns.ts';
import { cuesOf } from './cuesOf.ts';
import { actionsOn, nextState, stageRows } from './operationActions.ts';
import { ALL_OPEN, operationRows } from './operationRows.ts';
import { requirementRows } from './requirementRows.ts';
import { scoresOf } from './scoreboard.ts';
import { stepActions, stepRows } from './stepActions.ts';
import { unitsForPlan } from './forms/unitsForPlan.ts';

const HOUR_MS = 3_600_000;
const all = { plan: true, work: true };
const advanced = (state: HallState, to: 'assembled' | 'underWay' | 'onSite', reason: string | null = null, at = AT) =>
  after(state, advanceOperation(state, { operationId: operationIdOf(1), expectedVersion: operationOf(state).version, to, reason }), { at });

describe('the list of operations', () => {
  const planned = operationOf(hallWithOperation());
  const onSite = { ...planned, operationId: operationIdOf(2), state: 'onSite' as const, title: '查封车辆', plannedFrom: AT + HOUR_MS };
  const over = { ...planned, operationId: operationIdOf(3), state: 'concluded' as const };

  it('has what is furthest on first, and what is over apart', () => {
    expect(operationRows([planned, over, onSite], ALL_OPEN)).toEqual([onSite, planned]);
    expect(operationRows([planned, over, onSite], { ...ALL_OPEN, show: 'over' })).toEqual([over]);
  });

  it('finds words in title, cases, places, teams and plates, all of them, and keeps to the court', () => {
    const found = (search: string) => operationRows([planned, onSite], { ...ALL_OPEN, search }).length;
    expect([found('执123号'), found('闽D12345 思明'), found('查封'), found('查封 厦门海沧'), found('  ')]).toEqual([2, 2, 1, 0, 2]);
    expect(operationRows([planned], { ...ALL_OPEN, courtCode: '闽02' as typeof COURT })).toHaveLength(1);
    expect(operationRows([planned], { ...ALL_OPEN, courtCode: '闽03' as typeof COURT })).toHaveLength(0);
  });
});

describe('what can be done with an operation', () => {
  it('is the next state first, for those who may, and nothing after its end', () => {
    expect(actionsOn({ state: 'planned' }, all)).toEqual(['advance', 'conclude', 'change', 'callOff']);
    expect(actionsOn({ state: 'onSite' }, { plan: false, work: true })).toEqual(['conclude']);
    expect(actionsOn({ state: 'onSite' }, { plan: true, work: false })).toEqual(['change', 'callOff']);
    expect(actionsOn({ state: 'calledOff' }, all)).toEqual([]);
    expect([nextState('planned'), nextState('underWay'), nextState('onSite'), nextState('concluded')]).toEqual(['assembled', 'onSite', null, null]);
  });

  it('shows the way with who came when, without what was gone back from', () => {
    let state = advanced(hallWithOperation(), 'underWay');
    state = advanced(state, 'onSite', null, AT + 1);
    state = advanced(state, 'underWay', '走错了路', AT + 2);
    const rows = stageRows(operationOf(state));
    expect(rows.map((row) => [row.state, row.reached?.at ?? null, row.isNow])).toEqual([['planned', AT, false], ['assembled', null, false], ['underWay', AT + 2, true], ['onSite', null, false], ['concluded', null, false]]);
    expect(rows[2]?.reached).toMatchObject({ reason: '走错了路', name: personOf(1).name });
    state = after(state, callOffOperation(state, { operationId: operationIdOf(1), expectedVersion: operationOf(state).version, reason: '台风' }));
    expect(stageRows(operationOf(state)).at(-1)).toMatchObject({ state: 'calledOff', isNow: true, reached: { reason: '台风' } });
  });

  it('counts who has come, also those who were not in the plan', () => {
    const state = after(hallWithOperation(), checkIn(hallWithOperation(), { operationId: operationIdOf(1), team: 1, name: '赵四' }));
    expect(memberRows(operationOf(state), { team: 1, members: [{ name: '林一', userId: null, duty: '队长' }] })).toEqual([{ name: '林一', duty: '队长', at: null }, { name: '赵四', duty: '', at: AT }]);
    expect(memberRows(operationOf(state), { team: 2, members: [] })).toEqual([]);
  });
});

describe('units for a plan', () => {
  const unit = (number: number, online = true, courtCode = COURT) => ({ unitId: unitIdOf(number), name: `单兵${number}`, teamName: '', courtCode, online }) as Unit;
  it('are free ones first; one that is out in the same time cannot be taken', () => {
    const operation = { ...operationOf(hallWithOperation()), state: 'underWay' as const };
    const read = (more: object = {}) => unitsForPlan([unit(1), unit(3, false), unit(4), unit(5, true, '闽03' as typeof COURT)], { courtCode: COURT, operationId: null, operations: [operation], from: AT, to: AT + HOUR_MS, ...more });
    expect(read().map((choice) => [choice.unit.name, choice.takenBy?.title ?? null, choice.isOut])).toEqual([['单兵4', null, false], ['单兵3', null, false], ['单兵1', '夜间集中执行', true]]);
    expect(read({ from: operation.plannedTo, to: operation.plannedTo + HOUR_MS }).every(({ takenBy }) => takenBy === null)).toBe(true);
    expect(read({ operationId: operation.operationId }).every(({ isOut }) => !isOut)).toBe(true);
  });
});

function withStep(state: HallState, template: string, number = 1): HallState {
  return after(state, planStep(state, { operationId: operationIdOf(1), template, facts: [], partyId: null, caseNumber: null, team: null, note: '' }, { ...momentAt(AT), stepId: stepIdOf(number) }));
}
const same = (state: HallState, number = 1) => ({ stepId: stepIdOf(number), expectedVersion: stepOf(state, number).version });
const leader = { work: true, sign: true, me: personOf(2).userId, operationOver: false };
const officer = { work: true, sign: false, me: personOf(1).userId, operationOver: false };
const actions = (state: HallState, rights: Parameters<typeof stepActions>[2]) => stepActions(stepOf(state), standingOf(stepOf(state), RULES, AT), rights);

describe('what can be done with a step', () => {
  it('is asking a leader while something is missing; the leader signs, who asked does not', () => {
    let state = withStep(hallWithOperation(), 'search');
    expect(actions(state, officer)).toEqual(['askSignature', 'begin', 'abandon']);
    state = after(state, askSignature(state, { ...same(state), reason: '紧急' }, momentAt(AT)));
    expect(actions(state, officer)).toEqual(['begin', 'abandon']);
    expect(actions(state, leader)).toEqual(['sign', 'refuseSignature', 'begin', 'except', 'abandon']);
    expect(actions(state, { ...leader, me: personOf(1).userId })).not.toContain('sign');
    const refused = after(state, refuseSignature(state, { ...same(state), reason: '不急' }), { actor: personOf(2) });
    expect(actions(refused, officer)[0]).toBe('askSignature');
    state = after(state, signStep(state, { ...same(state), reason: '同意' }, { userId: personOf(2).userId }), { actor: personOf(2) });
    expect(actions(state, officer)).toEqual(['begin', 'abandon']);
    state = after(state, beginStep(state, same(state), momentAt(AT)));
    expect(actions(state, officer)).toEqual(['end', 'abandon']);
    expect(actions(state, { ...leader, work: false })).toEqual(['except']);
  });

  it('is correcting alone once it has ended, also after the operation, and nothing where the rules do not know it', () => {
    let state = withStep(hallWithOperation(), 'search');
    state = { ...state, steps: state.steps.set(stepIdOf(1), { ...stepOf(state), state: 'ended', outcome: 'done', endedAt: AT }) };
    expect(actions(state, { ...officer, operationOver: true })).toEqual(['correct']);
    expect(actions(withStep(hallWithOperation(), 'search'), { ...officer, operationOver: true })).toEqual([]);
    expect(stepActions(stepOf(state), { template: null, missing: [], covered: true }, leader)).toEqual([]);
  });

  it('has what is being done at the top of the list', () => {
    const rows = (['ended', 'planned', 'begun', 'abandoned'] as const).map((state, index) => ({ state, stepId: stepIdOf(index + 1) }));
    expect(stepRows(rows).map(({ state }) => state)).toEqual(['begun', 'planned', 'ended', 'abandoned']);
  });
});

describe('the requirements of a step', () => {
  it('are all listed, there or missing, with what is there', () => {
    let state = withStep(hallWithOperation(), 'search');
    state = after(state, showPaper(state, { stepId: stepIdOf(1), paper: 'oldWarrant', reference: '旧1号' }, momentAt(AT)));
    const step = { ...stepOf(state), people: [{ capacity: 'femaleOfficer', who: '林一', at: AT, name: '' }] };
    const { template, missing } = standingOf(step, RULES, AT);
    const rows = requirementRows(step, { template: template!, missing, book: RULES.book });
    expect(rows).toEqual([
      { kind: 'paper', paperIds: ['warrant', 'oldWarrant'], isMet: true, have: ['旧1号'] },
      { kind: 'paper', paperIds: ['card'], isMet: false, have: [] },
      { kind: 'people', capacityId: 'officer', min: 2, isMet: false, have: ['林一'] },
      { kind: 'people', capacityId: 'family', min: 1, isMet: false, have: [] },
    ]);
  });
});

describe('the scoreboard', () => {
  it('says what ended steps said, as corrected, and zero for what did not happen', () => {
    let state = withStep(hallWithOperation(), 'search');
    const values = () => Object.fromEntries(scoresOf(state.steps.values(), RULES.book, AT).map(({ counterId, value }) => [counterId, value]));
    state = { ...state, steps: state.steps.set(stepIdOf(1), { ...stepOf(state), state: 'begun', beganAt: AT }) };
    for (const item of ['shown', 'record']) {
      state = after(state, doItem(state, { stepId: stepIdOf(1), item, text: '', pictureId: item === 'record' ? 'f'.repeat(64) : null }, momentAt(AT)));
    }
    expect(values()).toEqual({ searched: 0, received: 0 });
    const cash = (amountCents: number) => ({ cash: { kind: 'amountCents' as const, amountCents } });
    state = after(state, endStep(state, { ...same(state), outcome: 'done', results: cash(5_000) }, momentAt(AT)));
    expect(values()).toEqual({ searched: 1, received: 5_000 });
    state = after(state, correctStep(state, { ...same(state), results: cash(700), reason: '点错了' }, momentAt(AT)));
    expect(values()).toEqual({ searched: 1, received: 700 });
  });
});

describe('campaigns', () => {
  it('have their operations, open ones before closed ones', () => {
    const campaign = (id: string, from: string, state: Campaign['state'] = 'open') => ({ campaignId: id as CampaignId, name: id, from, state }) as Campaign;
    const operation = { ...operationOf(hallWithOperation()), campaignId: 'b' as CampaignId };
    const rows = campaignRows([campaign('closed', '2026-12-01', 'closed'), campaign('a', '2026-01-01'), campaign('b', '2026-02-01')], [operation]);
    expect(rows.map((row) => [row.campaign.name, row.operations.length])).toEqual([['b', 1], ['a', 0], ['closed', 0]]);
  });
});

describe('cues', () => {
  const cues = (state: HallState, at: number, rights = leader) => cuesOf({ operations: state.operations, steps: state.steps.values(), rules: RULES }, rights, at);

  it('tell leaders of a signature that waits for them, and nobody of their own', () => {
    let state = withStep(hallWithOperation(), 'search');
    state = after(state, askSignature(state, { ...same(state), reason: '紧急' }, momentAt(AT)));
    expect(cues(state, AT)).toMatchObject([{ kind: 'signature', at: AT }]);
    expect(cues(state, AT, officer)).toEqual([]);
    expect(cues(state, AT, { ...leader, me: personOf(1).userId })).toEqual([]);
  });

  it('tell of a clock when it becomes amber, anew when it becomes red, and no more once it was met', () => {
    let state = withStep(hallWithOperation(), 'detention');
    state = after(state, beginStep(state, same(state), momentAt(AT)));
    expect(cues(state, AT + HOUR_MS)).toEqual([]);
    const [amber] = cues(state, AT + 20 * HOUR_MS);
    const [red] = cues(state, AT + 24 * HOUR_MS);
    expect([amber?.at, red?.at]).toEqual([AT + 20 * HOUR_MS, AT + 24 * HOUR_MS]);
    expect(amber?.id).not.toBe(red?.id);
    state = after(state, giveNotice(state, { stepId: stepIdOf(1), notice: 'familyTold', text: '已通知' }, momentAt(AT)));
    expect(cues(state, AT + 24 * HOUR_MS)).toEqual([]);
  });
});
