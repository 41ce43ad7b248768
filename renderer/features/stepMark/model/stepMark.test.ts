import { describe, expect, it } from 'vitest';
import { after, AT, hallWithOperation, momentAt, operationOf, RULES, stepIdOf, stepOf, unitIdOf, operationIdOf, personOf } from '#domain/operations/operationRig.ts';
import { askSignature, beginStep, planStep, showPaper, signStep } from '#domain/steps/decideStep.ts';
import { endStep, giveNotice } from '#domain/steps/decideCourse.ts';
import { openGap } from '#domain/steps/decideGap.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { countdownOf, dueWords } from './clockWords.ts';
import { markTone } from './markTone.ts';
import { pressingClock } from './pressingClock.ts';
import { recordersOf } from './recordersOf.ts';
import { missingNames } from './ruleWords.ts';
import { currentStep, operationOfUnit, stepsOfUnit } from './stepOfUnit.ts';
import { shortList } from './shortList.ts';
import { standingOf } from './stepStanding.ts';

const HOUR_MS = 3_600_000;

function withStep(state: HallState, number: number, template: string, more: { team?: number | null } = {}): HallState {
  const input = { operationId: operationIdOf(1), template, facts: [], partyId: null, caseNumber: null, team: null, note: '', ...more };
  return after(state, planStep(state, input, { ...momentAt(AT), stepId: stepIdOf(number) }));
}
const begun = (state: HallState, number: number, at = AT) => after(state, beginStep(state, { stepId: stepIdOf(number), expectedVersion: stepOf(state, number).version }, momentAt(at)), { at });
const clocks = (state: HallState, number = 1) => standingOf(stepOf(state, number), RULES, AT).clocks;

describe('how a step stands', () => {
  it('lacks what its template asks for until it is there, or a leader signs for exactly that', () => {
    let state = withStep(hallWithOperation(), 1, 'search');
    const names = () => missingNames(standingOf(stepOf(state), RULES, AT).missing, RULES.book, { at: AT, locale: 'zh-CN' });
    expect(names()).toEqual(['搜查令或旧式搜查令', '工作证', '执行人员 0/2', '成年家属']);
    expect(missingNames(standingOf(stepOf(state), RULES, AT).missing, RULES.book, { at: AT, locale: 'en' })[0]).toBe('warrant or oldWarrant');
    state = after(state, showPaper(state, { stepId: stepIdOf(1), paper: 'oldWarrant', reference: '1号' }, momentAt(AT)));
    expect(names()).not.toContain('搜查令或旧式搜查令');
    expect(standingOf(stepOf(state), RULES, AT).covered).toBe(false);
    state = after(state, askSignature(state, { stepId: stepIdOf(1), expectedVersion: stepOf(state).version, reason: '紧急' }, momentAt(AT)));
    state = after(state, signStep(state, { stepId: stepIdOf(1), expectedVersion: stepOf(state).version, reason: '同意' }, { userId: personOf(2).userId }), { actor: personOf(2) });
    expect(standingOf(stepOf(state), RULES, AT)).toMatchObject({ covered: true });
    expect(standingOf(stepOf(state), RULES, AT).missing).not.toEqual([]);
  });

  it('says nothing of a step whose template is gone from the book', () => {
    const state = withStep(hallWithOperation(), 1, 'search');
    const rules = { ...RULES, book: { ...RULES.book, steps: [] } };
    expect(standingOf(stepOf(state), rules, AT)).toEqual({ template: null, missing: [], covered: true, clocks: [] });
  });
});

describe('the clock to look at', () => {
  it('is the one that is over, then the one that is nearly over, and none that was met', () => {
    let state = begun(withStep(hallWithOperation(), 1, 'detention'), 1);
    state = begun(withStep(state, 2, 'detention'), 2, AT + HOUR_MS);
    const both = [...clocks(state, 2), ...clocks(state, 1)];
    const limitsAt = (at: number) => [pressingClock(both, at)?.tone, pressingClock(both, at)?.clock.startedAt];
    expect(limitsAt(AT + 2 * HOUR_MS)).toEqual(['running', AT]);
    expect(limitsAt(AT + 20 * HOUR_MS)).toEqual(['amber', AT]);
    expect(limitsAt(AT + 24 * HOUR_MS)).toEqual(['red', AT]);
    state = after(state, giveNotice(state, { stepId: stepIdOf(1), notice: 'familyTold', text: '已电话通知' }, momentAt(AT + HOUR_MS)), { at: AT + HOUR_MS });
    expect(pressingClock(clocks(state, 1), AT + 30 * HOUR_MS)).toBeNull();
  });

  it('counts down and then up, and says 24:00 for the end of a day', () => {
    const [clock] = clocks(begun(withStep(hallWithOperation(), 1, 'detention'), 1));
    expect(countdownOf(clock!, AT + 23 * HOUR_MS, 'zh-CN')).toEqual({ isOver: false, text: '1:00:00' });
    expect(countdownOf(clock!, AT + 25 * HOUR_MS, 'zh-CN')).toEqual({ isOver: true, text: '1:00:00' });
    expect(dueWords(clock!, 'zh-CN')).toBe('2026年11月24日 10:00:00');
    const midnight = Date.UTC(2026, 10, 30, 16);
    expect(dueWords({ dueAt: midnight, limit: { ...clock!.limit, period: { count: 7, unit: 'days' } } }, 'zh-CN')).toBe('2026年11月30日 24:00');
  });
});

describe('the step of a unit', () => {
  it('is what was begun last on its own team, else what comes next, else what ended last', () => {
    let state = withStep(withStep(hallWithOperation(), 1, 'detention'), 2, 'detention');
    const now = () => currentStep(stepsOfUnit(state.steps.values(), operationOf(state), unitIdOf(1)))?.stepId;
    expect(now()).toBe(stepIdOf(1));
    state = begun(state, 2);
    expect(now()).toBe(stepIdOf(2));
    state = after(state, endStep(state, { stepId: stepIdOf(2), expectedVersion: stepOf(state, 2).version, outcome: 'done', results: {} }, momentAt(AT)));
    expect(now()).toBe(stepIdOf(1));
    expect(stepsOfUnit([{ ...stepOf(state, 1), team: 9 }], operationOf(state), unitIdOf(1))).toEqual([]);
    expect(currentStep([])).toBeNull();
  });

  it('belongs to the operation that has come furthest, and to none that is over', () => {
    const operation = operationOf(hallWithOperation());
    const onSite = { ...operation, operationId: operationIdOf(2), state: 'onSite' as const };
    expect(operationOfUnit([operation, onSite], unitIdOf(1))).toBe(onSite);
    expect(operationOfUnit([operation, { ...onSite, state: 'calledOff' }], unitIdOf(1))).toBe(operation);
    expect(operationOfUnit([operation], unitIdOf(5))).toBeNull();
  });
});

describe('a long list', () => {
  it('keeps its first names and counts the others, never one alone', () => {
    expect(shortList(['搜查令', '工作证', '见证人'])).toEqual({ shown: ['搜查令', '工作证', '见证人'], more: 0 });
    expect(shortList(['搜查令', '工作证', '见证人', '成年家属'])).toEqual({ shown: ['搜查令', '工作证'], more: 2 });
  });
});

describe('recorders', () => {
  it('are the live pictures of the team, and an open gap makes the mark amber', () => {
    let state = withStep(hallWithOperation(), 1, 'search', { team: 1 });
    const feed = (unit: number, kind: 'video' | 'audio'): Feed => ({ feedId: `feed ${unit}` as FeedId, unitId: unitIdOf(unit), label: '', tracks: [{ kind, mimeType: '', spatialLayers: 1, temporalLayers: 1 }], generation: 0, sinceAt: 0 });
    const standing = standingOf(stepOf(state), RULES, AT);
    const read = (feeds: Feed[]) => recordersOf(stepOf(state), { template: standing.template, operation: operationOf(state), feeds });
    expect(read([feed(1, 'video'), feed(2, 'audio'), feed(3, 'video')])).toEqual({ needed: 2, running: 1, gap: null });
    const complete = { missing: [] };
    expect(markTone({ pressing: null, standing: complete, recorders: read([]) })).toBe('calm');
    state = after(state, openGap({ ...state, steps: state.steps.set(stepIdOf(1), { ...stepOf(state), state: 'begun', beganAt: AT }) }, { stepId: stepIdOf(1), fromAt: AT, recording: 1, needed: 2 }));
    expect(markTone({ pressing: null, standing: complete, recorders: read([]) })).toBe('amber');
    expect(markTone({ pressing: null, standing, recorders: null })).toBe('amber');
  });

  it('are asked for by some templates only', () => {
    const state = withStep(hallWithOperation(), 1, 'detention');
    expect(recordersOf(stepOf(state), { template: standingOf(stepOf(state), RULES, AT).template, operation: operationOf(state), feeds: [] })).toBeNull();
  });
});
