import { describe, expect, it } from 'vitest';
import { concludeOperation } from '../operations/decideOperation.ts';
import { after, AT, hallWithOperation, momentAt, operationIdOf, operationOf, personOf, RULES, stepIdOf, stepOf } from '../operations/operationRig.ts';
import type { HallState } from '../hallState/hallState.ts';
import { rollUp } from '../rules/rollUp.ts';
import { correctStep, doItem, endStep, exceptStep, explainGap, giveNotice } from './decideCourse.ts';
import { closeGap, openGap } from './decideGap.ts';
import { abandonStep, askSignature, beginStep, planStep, signStep } from './decideStep.ts';
import { clocksOfStep } from './stepRules.ts';

const moment = momentAt(AT);
const id = { stepId: stepIdOf(1) };
const at = (state: HallState) => ({ ...id, expectedVersion: stepOf(state).version });
const refused = (code: string, params?: object) => expect.objectContaining(params === undefined ? { code } : { code, params }) as unknown;
const picture = 'a'.repeat(64);
const cash = (amountCents: number) => ({ cash: { kind: 'amountCents' as const, amountCents } });

function begun(template = 'search'): HallState {
  const hall = hallWithOperation();
  const planned = after(hall, planStep(hall, { operationId: operationIdOf(1), template, facts: [], partyId: null, caseNumber: null, team: null, note: '' }, { ...moment, ...id }));
  if (template !== 'search') {
    return after(planned, beginStep(planned, at(planned), moment));
  }
  const asked = after(planned, askSignature(planned, { ...at(planned), reason: '紧急' }, moment));
  const signed = after(asked, signStep(asked, { ...at(asked), reason: '同意' }, personOf(2)), { actor: personOf(2) });
  return after(signed, beginStep(signed, at(signed), moment));
}
const item = (state: HallState, name: string, more: { text?: string; pictureId?: string | null } = {}) => after(state, doItem(state, { ...id, item: name, text: '', pictureId: null, ...more }, moment));
const end = (state: HallState, outcome: string, results: Parameters<typeof endStep>[1]['results'] = {}, endAt = AT + 60_000) => after(state, endStep(state, { ...at(state), outcome, results }, momentAt(endAt)), { at: endAt });
const checked = (state = begun()) => item(item(state, 'shown'), 'record', { pictureId: picture });
const conclude = (state: HallState) => after(state, concludeOperation(state, { operationId: operationIdOf(1), expectedVersion: operationOf(state).version, conclusion: '完毕' }));

describe('a step that was done', () => {
  it('ends with its checklist and its results, and counts', () => {
    expect(() => end(item(begun(), 'shown'), 'done', cash(1))).toThrow(refused('itemsOpen', { items: '笔录' }));
    expect(() => end(checked(), 'done')).toThrow(refused('badResult', { result: '现金' }));
    expect(() => end(checked(), 'done', { cash: { kind: 'count', count: 1 } })).toThrow(refused('badResult', { result: '现金' }));
    expect(() => end(checked(), 'done', { ...cash(1), gold: { kind: 'count', count: 1 } })).toThrow(refused('badResult', { result: 'gold' }));
    expect(() => end(checked(), 'burnt', cash(1))).toThrow(refused('badRule'));
    const ended = end(checked(), 'done', cash(1_234_567));
    expect(stepOf(ended)).toMatchObject({ state: 'ended', outcome: 'done', endedAt: AT + 60_000 });
    expect(rollUp([stepOf(ended)], RULES.book.steps)).toEqual({ searched: 1, received: 1_234_567 });
    expect(() => end(ended, 'done', cash(1))).toThrow(refused('stepOver'));
  });

  it('needs none of it where it was called off', () => {
    expect(stepOf(end(begun(), 'calledOff'))).toMatchObject({ state: 'ended', outcome: 'calledOff' });
  });

  it('may be corrected, also after the operation, and the figures follow', () => {
    const over = conclude(end(checked(), 'done', cash(500)));
    const corrected = after(over, correctStep(over, { ...at(over), results: cash(700), reason: '点错' }, moment));
    expect(rollUp([stepOf(corrected)], RULES.book.steps)).toEqual({ searched: 1, received: 700 });
    expect(() => correctStep(over, { ...at(over), results: {}, reason: '点错' }, moment)).toThrow(refused('badResult'));
    expect(() => correctStep(begun(), { ...at(begun()), results: cash(1), reason: '点错' }, moment)).toThrow(refused('stepOver'));
  });
});

describe('what is done in the course of a step', () => {
  it('needs its picture or its signature, and takes the place of what was done before', () => {
    expect(() => item(begun(), 'record')).toThrow(refused('badResult', { result: '笔录' }));
    expect(() => item(begun(), 'signed')).toThrow(refused('badResult', { result: '签名' }));
    expect(() => item(begun(), 'dance')).toThrow(refused('badRule'));
    const twice = item(item(begun(), 'signed', { text: '张三' }), 'signed', { pictureId: picture });
    expect(stepOf(twice).items).toMatchObject([{ item: 'signed', text: '', pictureId: picture, name: '人1' }]);
  });

  it('excepts once, and by the template', () => {
    const state = begun();
    expect(() => exceptStep(state, { ...at(state), exception: 'flood', reason: '洪水' }, moment)).toThrow(refused('badRule'));
    const excepted = after(state, exceptStep(state, { ...at(state), exception: 'toldButAbsent', reason: '已通知' }, moment));
    expect(exceptStep(excepted, { ...at(excepted), exception: 'toldButAbsent', reason: '已通知' }, moment).events).toEqual([]);
  });

  it('meets a clock when the family is told, also when the operation is over', () => {
    const over = conclude(end(begun('detention'), 'done'));
    const due = { dueAt: AT + 24 * 3_600_000, amberAt: AT + 20 * 3_600_000, metAt: null };
    expect(clocksOfStep(stepOf(over), RULES)).toMatchObject([{ limitId: 'tellFamily', ...due }]);
    const told = after(over, giveNotice(over, { ...id, notice: 'familyTold', text: '已电话告知其妻' }, moment), { at: AT + 99 });
    expect(clocksOfStep(stepOf(told), RULES)).toMatchObject([{ metAt: AT + 99 }]);
    expect(() => giveNotice(over, { ...id, notice: 'neighbourTold', text: '已告知' }, moment)).toThrow(refused('badRule'));
    for (const attempt of [() => item(over, 'shown'), () => exceptStep(over, { ...at(over), exception: 'toldButAbsent', reason: '已通知' }, moment)]) {
      expect(attempt).toThrow(refused('operationOver'));
    }
  });
});

describe('a gap in the recording', () => {
  const open = (state: HallState, fromAt = AT + 1_000) => openGap(state, { ...id, fromAt, recording: 1, needed: 2 });

  it('opens once, ends with two recorders, and is explained by its beginning', () => {
    const opened = after(begun(), open(begun()));
    expect(stepOf(opened).gaps).toEqual([{ fromAt: AT + 1_000, toAt: null, recording: 1, needed: 2, explanation: null }]);
    expect(open(opened, AT + 5_000).events).toEqual([]);
    const closed = after(opened, closeGap(opened, { ...id, toAt: AT + 41_000 }));
    expect(closeGap(closed, { ...id, toAt: AT + 50_000 }).events).toEqual([]);
    const explained = after(closed, explainGap(closed, { ...id, fromAt: AT + 1_000, text: '更换电池' }));
    expect(stepOf(explained).gaps).toMatchObject([{ fromAt: AT + 1_000, toAt: AT + 41_000, explanation: { text: '更换电池', name: '人1' } }]);
    expect(() => explainGap(closed, { ...id, fromAt: AT, text: '更换电池' })).toThrow(refused('stepOver'));
  });

  it('is none before the step, and ends with it', () => {
    expect(stepOf(after(begun(), open(begun(), AT - 5_000))).gaps[0]?.fromAt).toBe(AT);
    const opened = after(begun(), open(begun()));
    expect(stepOf(end(opened, 'calledOff')).gaps[0]?.toAt).toBe(AT + 60_000);
    const abandoned = after(opened, abandonStep(opened, { ...at(opened), reason: '撤离' }, momentAt(AT + 9_000)), { at: AT + 9_000 });
    expect(stepOf(abandoned).gaps[0]?.toAt).toBe(AT + 9_000);
    expect(open(abandoned).events).toEqual([]);
    expect(open(hallWithOperation()).events).toEqual([]);
  });
});
