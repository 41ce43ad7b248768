import type { CourtCode, OperationId, PartyId, StepId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { registerCourt } from '../courts/decideCourt.ts';
import type { Decision } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '../hallState/hallState.ts';
import { createCalendar } from '../rules/calendar.ts';
import type { Moment } from '../steps/decideStep.ts';
import { enrolUnit } from '../units/decideUnit.ts';
import { planOperation } from './decideOperation.ts';

/*
 * Builders for tests of operations, steps and parties: a small hall, a small rule book, and people who act.
 */

/** Monday 2026-11-23 10:00 in Beijing. */
export const AT = Date.UTC(2026, 10, 23, 2, 0);
export const COURT = '闽0203' as CourtCode;

const id = (kind: number, number: number) => `00000000-0000-4000-8000-${kind}${String(number).padStart(11, '0')}`;
export const operationIdOf = (number: number) => id(5, number) as OperationId;
export const stepIdOf = (number: number) => id(6, number) as StepId;
export const partyIdOf = (number: number) => id(7, number) as PartyId;
export const unitIdOf = (number: number) => id(2, number) as UnitId;

export function personOf(number: number, name = `人${number}`): Actor & { readonly kind: 'person' } {
  return { kind: 'person', userId: id(1, number) as UserId, name, courtCode: COURT };
}

const row = (rowId: string, name: string) => ({ id: rowId, name, nameEn: rowId, validFrom: null, validTo: null, source: '测试', verified: false });
const named = (rowId: string, name: string) => ({ id: rowId, name, nameEn: rowId });

/** A search that needs a warrant, two officers, a woman where one is searched, two recorders; a detention whose family is told within a day. */
const book: RuleBook = {
  version: '0'.repeat(64),
  holidays: [],
  flows: [],
  deputies: [],
  templates: [],
  items: [],
  papers: [{ ...row('warrant', '搜查令'), presidentSigns: true, internal: false }, { ...row('card', '工作证'), presidentSigns: false, internal: false }, { ...row('oldWarrant', '旧式搜查令'), presidentSigns: true, internal: false }],
  capacities: [
    { ...row('officer', '执行人员'), countsAs: [] },
    { ...row('femaleOfficer', '女执行人员'), countsAs: ['officer'] },
    { ...row('family', '成年家属'), countsAs: [] },
  ],
  caseTypes: [{ ...row('enforcement', '首次执行'), code: '执' }],
  counters: [{ ...row('searched', '搜查'), kind: 'count' }, { ...row('received', '到位金额'), kind: 'amountCents' }],
  steps: [
    {
      ...row('search', '搜查'),
      requiresPapers: [{ paperId: 'warrant', alternatives: ['oldWarrant'] }, { paperId: 'card' }],
      requiresPeople: [
        { capacityId: 'officer', min: 2 },
        { capacityId: 'femaleOfficer', min: 1, whenFact: 'womanSearched' },
        { capacityId: 'family', min: 1, waivedBy: ['toldButAbsent'] },
      ],
      twoRecorders: true,
      announcement: null,
      facts: [named('womanSearched', '搜查妇女')],
      exceptions: [named('toldButAbsent', '通知不到场')],
      notices: [],
      checklist: [{ ...named('shown', '已出示'), required: true, kind: 'tick' }, { ...named('record', '笔录'), required: true, kind: 'picture' }, { ...named('signed', '签名'), required: false, kind: 'signature' }],
      results: [{ ...named('cash', '现金'), kind: 'amountCents', required: true, rollsUpTo: 'received' }],
      outcomes: [{ ...named('done', '已搜查'), done: true, countsTo: 'searched' }, { ...named('calledOff', '中止'), done: false }],
    },
    {
      ...row('detention', '拘留'),
      requiresPapers: [],
      requiresPeople: [],
      twoRecorders: false,
      announcement: null,
      facts: [],
      exceptions: [],
      notices: [named('familyTold', '已通知家属'), named('renewed', '已续期')],
      checklist: [],
      results: [],
      outcomes: [{ ...named('done', '已拘留'), done: true }],
    },
  ],
  limits: [
    {
      ...row('tellFamily', '通知家属'),
      article: '二十四小时内通知家属',
      startsOn: { event: 'stepBegun' },
      steps: ['detention'],
      period: { count: 24, unit: 'hours' },
      extensions: [],
      rollsOverHolidays: false,
      amberBefore: { count: 4, unit: 'hours' },
      metBy: [{ event: 'noticeGiven', noticeId: 'familyTold' }],
      severity: 'grave',
    },
  ],
};
export const RULES = { book, calendar: createCalendar([]) };
export const momentAt = (at: number): Moment => ({ ...RULES, at });

/** The state after what was decided, as the log would fold it. */
export function after(state: HallState, { events }: Decision<unknown>, { at = AT, actor = personOf(1) }: { readonly at?: number; readonly actor?: Actor } = {}): HallState {
  return events.reduce((before, event) => {
    const version = nextVersion(before, event.name, event.subject);
    return fold(before, { ...event, sequence: 1, at, actor, version });
  }, state);
}

const registration = { level: 'basic' as const, position: { longitudeDeg: 118, latitudeDeg: 24 }, validFrom: null, validTo: null, source: '测试' };

/** Courts 闽, 闽02, 闽0203, 闽0206 and 闽03, and five units of 闽0203. */
export function smallHall(): HallState {
  let state = EMPTY_STATE;
  for (const courtCode of ['闽', '闽02', COURT, '闽0206', '闽03'] as CourtCode[]) {
    state = after(state, registerCourt(state, { courtCode, name: `${courtCode}法院`, ...registration }));
  }
  for (const number of [1, 2, 3, 4, 5]) {
    state = after(state, enrolUnit(state, { unitId: unitIdOf(number), courtCode: COURT, name: `单兵${number}`, teamName: '一队', kind: 'recorder', expiresAt: AT }));
  }
  return state;
}

export const planned = (more: Partial<Parameters<typeof planOperation>[1]> = {}) => ({
  courtCode: COURT,
  title: '夜间集中执行',
  campaignId: null,
  risk: 'medium' as const,
  plannedFrom: AT,
  plannedTo: AT + 8 * 3_600_000,
  note: '',
  caseNumbers: ['(2026)闽0203执123号'],
  place: { name: '思明区', position: null },
  teams: [{ team: 1, name: '一组', unitIds: [unitIdOf(1), unitIdOf(2)], vehicles: ['闽D12345'], members: [] }],
  ...more,
});

/** The small hall with operation 1 planned. */
export function hallWithOperation(): HallState {
  const state = smallHall();
  return after(state, planOperation(state, planned(), { ...momentAt(AT), operationId: operationIdOf(1) }));
}

export function operationOf(state: HallState, number = 1): Operation {
  return state.operations.get(operationIdOf(number))!;
}

export function stepOf(state: HallState, number = 1): Step {
  return state.steps.get(stepIdOf(number))!;
}
