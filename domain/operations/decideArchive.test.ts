import { describe, expect, it } from 'vitest';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import { closeCampaign, openCampaign } from '../campaigns/decideCampaign.ts';
import type { HallState } from '../hallState/hallState.ts';
import { addParty } from '../parties/decideParty.ts';
import { beginStep, planStep } from '../steps/decideStep.ts';
import { endStep, giveNotice } from '../steps/decideCourse.ts';
import { archiveOperation, archiveStep, toArchive } from './decideArchive.ts';
import { briefingOf } from './briefingOf.ts';
import { advanceOperation, concludeOperation, planOperation } from './decideOperation.ts';
import { after, AT, COURT, hallWithOperation, momentAt, operationIdOf, operationOf, partyIdOf, planned, RULES, smallHall, stepIdOf, stepOf, unitIdOf } from './operationRig.ts';

const DAY_MS = 86_400_000;
const personal = { name: '柯大明', idNumber: '', phone: '', address: '' };

/** An operation that is over, with a detention of party 1 whose family was not told, and party 2. */
function overHall(): HallState {
  let state = hallWithOperation();
  for (const number of [1, 2]) {
    state = after(state, addParty(state, { operationId: operationIdOf(1), kind: 'person', gender: 'male', minor: false, personal }, partyIdOf(number)));
  }
  const moment = momentAt(AT);
  state = after(state, planStep(state, { operationId: operationIdOf(1), template: 'detention', facts: [], partyId: partyIdOf(1), caseNumber: null, team: null, note: '' }, { ...moment, stepId: stepIdOf(1) }));
  state = after(state, beginStep(state, { stepId: stepIdOf(1), expectedVersion: 1 }, moment));
  state = after(state, endStep(state, { stepId: stepIdOf(1), expectedVersion: 2, outcome: 'done', results: {} }, moment));
  return after(state, concludeOperation(state, { operationId: operationIdOf(1), expectedVersion: 1, conclusion: '完毕' }));
}

const archive = (state: HallState, at: number) => archiveOperation(state, { operationId: operationIdOf(1) }, momentAt(at));

describe('the archive', () => {
  it('takes an operation seven days after its end', () => {
    const state = overHall();
    expect(toArchive(state, momentAt(AT + 7 * DAY_MS - 1))).toEqual({ operationIds: [], stepIds: [] });
    expect(archive(state, AT + 7 * DAY_MS - 1).events).toEqual([]);
    expect(toArchive(state, momentAt(AT + 7 * DAY_MS))).toEqual({ operationIds: [operationIdOf(1)], stepIds: [] });
    expect(toArchive(hallWithOperation(), momentAt(AT + 70 * DAY_MS))).toEqual({ operationIds: [], stepIds: [] });
  });

  it('leaves what an open campaign counts', () => {
    const campaignId = 'c' as CampaignId;
    const open = after(smallHall(), openCampaign(smallHall(), { courtCode: COURT, name: '亮剑八闽', aim: '', from: '2026-11-01', to: null }, campaignId));
    const within = after(open, planOperation(open, planned({ campaignId }), { ...momentAt(AT), operationId: operationIdOf(1) }));
    const over = after(within, concludeOperation(within, { operationId: operationIdOf(1), expectedVersion: 1, conclusion: '完毕' }));
    expect([toArchive(over, momentAt(AT + 70 * DAY_MS)).operationIds, archive(over, AT + 70 * DAY_MS).events]).toEqual([[], []]);
    const closed = after(over, closeCampaign(over, { campaignId, expectedVersion: 1, reason: '结束' }));
    expect(toArchive(closed, momentAt(AT + 7 * DAY_MS)).operationIds).toEqual([operationIdOf(1)]);
  });

  it('leaves a step whose clock runs on, with its party, until that clock is met or long over', () => {
    const decision = archive(overHall(), AT + 7 * DAY_MS);
    const state = after(overHall(), decision);
    expect(decision.answer(state)).toEqual({ partyIds: [partyIdOf(2)] });
    expect([state.operations.size, [...state.steps.keys()], [...state.parties.keys()]]).toEqual([0, [stepIdOf(1)], [partyIdOf(1)]]);
    expect(toArchive(state, momentAt(AT + 7 * DAY_MS)).stepIds).toEqual([]);
    expect(archiveStep(state, { stepId: stepIdOf(1) }, momentAt(AT + 7 * DAY_MS)).events).toEqual([]);
    // Due after a day, and kept for seven more.
    expect(toArchive(state, momentAt(AT + 8 * DAY_MS)).stepIds).toEqual([stepIdOf(1)]);
    const gone = archiveStep(state, { stepId: stepIdOf(1) }, momentAt(AT + 8 * DAY_MS));
    expect(gone.answer(state)).toEqual({ partyIds: [partyIdOf(1)] });
    expect([after(state, gone).steps.size, after(state, gone).parties.size]).toEqual([0, 0]);
  });

  it('takes everything where the clocks are met', () => {
    const told = after(overHall(), giveNotice(overHall(), { stepId: stepIdOf(1), notice: 'familyTold', text: '已告知' }, momentAt(AT)));
    const state = after(told, archive(told, AT + 7 * DAY_MS));
    expect([state.operations.size, state.steps.size, state.parties.size]).toEqual([0, 0, 0]);
  });

  it('can still be told that the family knows when its operation has gone', () => {
    const state = after(overHall(), archive(overHall(), AT + 7 * DAY_MS));
    const told = after(state, giveNotice(state, { stepId: stepIdOf(1), notice: 'familyTold', text: '已告知' }, momentAt(AT)));
    expect(stepOf(told).notices).toHaveLength(1);
  });
});

describe('what a unit is told', () => {
  const brief = (state: HallState, unit = 1) => briefingOf(state, unitIdOf(unit), { ...RULES, at: AT, recorders: ({ template }) => (template === 'search' ? { needed: 2, running: 1 } : null) });
  const plan = (state: HallState, number: number, more: { template?: string; team?: number | null } = {}) =>
    after(state, planStep(state, { operationId: operationIdOf(1), template: 'search', facts: [], partyId: null, caseNumber: null, team: null, note: '', ...more }, { ...momentAt(AT), stepId: stepIdOf(number) }));

  it('is nothing where it is on no operation, or on one that is over', () => {
    expect([brief(smallHall()), brief(hallWithOperation(), 3), brief(overHall())]).toEqual([{ operation: null }, { operation: null }, { operation: null }]);
  });

  it('is the operation that has come furthest, then the one that is soonest', () => {
    const state = [2, 3].reduce((before, number) =>
      after(before, planOperation(before, planned({ title: `行动${number}`, plannedFrom: AT - number }), { ...momentAt(AT), operationId: operationIdOf(number) })), hallWithOperation());
    expect(brief(state).operation?.title).toBe('行动3');
    const out = after(state, advanceOperation(state, { operationId: operationIdOf(1), expectedVersion: operationOf(state).version, to: 'assembled', reason: null }));
    expect(brief(out).operation).toMatchObject({ title: '夜间集中执行', state: 'assembled' });
  });

  it('is what its own team has to do, what is missing, and what runs', () => {
    const teams = [1, 2].map((team) => ({ team, name: `${team}组`, unitIds: [unitIdOf(team)], vehicles: [], members: [] }));
    const base = after(smallHall(), planOperation(smallHall(), planned({ teams }), { ...momentAt(AT), operationId: operationIdOf(1) }));
    const withParty = after(base, addParty(base, { operationId: operationIdOf(1), kind: 'person', gender: 'male', minor: false, personal }, partyIdOf(1)));
    const detention = after(withParty, planStep(withParty, { operationId: operationIdOf(1), template: 'detention', facts: [], partyId: partyIdOf(1), caseNumber: null, team: 1, note: '' }, { ...momentAt(AT), stepId: stepIdOf(1) }));
    const state = after(detention, beginStep(detention, { stepId: stepIdOf(1), expectedVersion: 1 }, momentAt(AT)));
    const all = plan(plan(state, 2), 3, { team: 2 });
    expect(brief(all).operation?.steps).toEqual([
      { stepId: stepIdOf(1), name: '拘留', state: 'begun', partyName: '柯某某', missing: [], clocks: [{ name: '通知家属', dueAt: AT + DAY_MS, amberAt: AT + 20 * 3_600_000 }], recorders: null },
      { stepId: stepIdOf(2), name: '搜查', state: 'planned', partyName: null, missing: ['搜查令或旧式搜查令', '工作证', '执行人员（须2人）', '成年家属'], clocks: [], recorders: { needed: 2, running: 1 } },
    ]);
    expect(brief(all, 2).operation?.steps.map(({ stepId }) => stepId)).toEqual([stepIdOf(2), stepIdOf(3)]);
    expect(JSON.stringify(brief(all))).not.toContain('大明');
  });
});
