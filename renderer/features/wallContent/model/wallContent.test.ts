import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { dayFigures, endedToday } from './dayFigures.ts';
import { fitRows } from './fitRows.ts';
import { mapFrame } from './mapFrame.ts';
import { createMapSeats, isSeated, MAX_MAPS } from './mapSeats.ts';
import { maskCaseNumber } from './maskCaseNumber.ts';
import { openAlarms } from './openAlarms.ts';
import { operationsUnderWay, stepsOnWall, teamsLive } from './operationsUnderWay.ts';

/** 2026-11-23 00:00 in Beijing. */
const MIDNIGHT = Date.UTC(2026, 10, 22, 16);
const HOUR_MS = 3_600_000;

const alarm = (alarmId: string, change: Partial<Alarm> = {}) => ({ alarmId, severity: 'warning', state: 'raised', raisedAt: 10, resolved: null, ...change }) as Alarm;
const resolvedAt = (at: number) => ({ state: 'resolved', resolved: { at, name: '', userId: null, courtCode: null, outcome: 'handled', reason: '' } }) as Partial<Alarm>;
const operation = (operationId: string, change: Partial<Operation> = {}) => ({ operationId, state: 'underWay', plannedFrom: 0, caseNumbers: [], stages: [], teams: [], place: { position: null }, ...change }) as unknown as Operation;
const step = (stepId: string, change: Partial<Step> = {}) => ({ stepId, operationId: 'one', state: 'begun', endedAt: null, ...change }) as Step;
const court = (courtCode: string, longitudeDeg: number) => ({ courtCode, position: { longitudeDeg, latitudeDeg: 25 } }) as Court;

describe('rows of a board', () => {
  it('never are more than fit, and what is missing is counted', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(40), (total, room) => {
        const { shown, hidden } = fitRows(total, room);
        expect(shown + hidden).toBe(total);
        expect(shown + (hidden > 0 ? 1 : 0)).toBeLessThanOrEqual(Math.max(room, hidden > 0 ? 1 : 0));
        expect(hidden === 0).toBe(total <= room);
      }),
    );
  });
});

describe('open alarms', () => {
  it('stand with the worst first, then who waits, then the oldest', () => {
    const rows = openAlarms([
      alarm('d', { severity: 'notice' }),
      alarm('c', { raisedAt: 5, state: 'acknowledged' }),
      alarm('b', { raisedAt: 20 }),
      alarm('a', { raisedAt: 8 }),
      alarm('x', { severity: 'urgent', ...resolvedAt(3) }),
      alarm('u', { severity: 'urgent', state: 'dispatched', raisedAt: 90 }),
    ]);
    expect(rows.map(({ alarmId }) => alarmId)).toEqual(['u', 'a', 'b', 'c', 'd']);
  });
});

describe('operations on a wall', () => {
  it('are those that are out, the furthest on first', () => {
    const rows = operationsUnderWay([operation('p', { state: 'planned' }), operation('a', { state: 'assembled' }), operation('s', { state: 'onSite' }), operation('u2', { plannedFrom: 5 }), operation('u1', { plannedFrom: 3 }), operation('c', { state: 'concluded' })]);
    expect(rows.map(({ operationId }) => operationId)).toEqual(['s', 'u1', 'u2', 'a']);
  });

  it('count of each team the units with a picture, not those with sound alone', () => {
    const feed = (unitId: string, kind: 'video' | 'audio') => ({ unitId, tracks: [{ kind }] }) as Feed;
    const teams = [{ team: 1, name: '一组', unitIds: ['a', 'b'] }, { team: 2, name: '二组', unitIds: ['c'] }] as unknown as Operation['teams'];
    expect(teamsLive({ teams }, [feed('a', 'video'), feed('a', 'video'), feed('b', 'audio'), feed('z', 'video')])).toEqual([
      { team: 1, name: '一组', live: 1, total: 2 },
      { team: 2, name: '二组', live: 0, total: 1 },
    ]);
  });

  it('show what is being done before what comes and what was done, and nothing of others or given up', () => {
    const rows = stepsOnWall(
      [step('e1', { state: 'ended', endedAt: 1 }), step('e2', { state: 'ended', endedAt: 2 }), step('p', { state: 'planned' }), step('b'), step('g', { state: 'abandoned' }), step('o', { operationId: 'two' as Step['operationId'] })],
      operation('one'),
    );
    expect(rows.map(({ stepId }) => stepId)).toEqual(['b', 'p', 'e2', 'e1']);
  });
});

describe('case numbers', () => {
  it('keep court, year, kind and the end of the serial', () => {
    expect(['（2026）闽0203执1234号', '（2026）闽02执恢123号之一', '（2026）闽02执7号', '无号'].map(maskCaseNumber)).toEqual(['（2026）闽0203执**34号', '（2026）闽02执恢*23号之一', '（2026）闽02执*号', '无号']);
  });
});

describe('figures of the day', () => {
  it('begin at midnight in Beijing', () => {
    const stages = (at: number) => [{ state: 'concluded', at, name: '', reason: null }] as Operation['stages'];
    const figures = dayFigures(
      {
        units: [{ online: true }, { online: false }, { online: true }],
        operations: [
          operation('out', { caseNumbers: ['一', '二'] }),
          operation('today', { state: 'concluded', stages: stages(MIDNIGHT), caseNumbers: ['二', '三'] }),
          operation('yesterday', { state: 'concluded', stages: stages(MIDNIGHT - 1), caseNumbers: ['四'] }),
          operation('planned', { state: 'planned', caseNumbers: ['五'] }),
        ],
        alarms: [alarm('open'), alarm('today', resolvedAt(MIDNIGHT)), alarm('yesterday', resolvedAt(MIDNIGHT - 1))],
      },
      MIDNIGHT + HOUR_MS,
    );
    expect(figures).toEqual({ unitsOnline: 2, units: 3, operationsUnderWay: 1, alarmsOpen: 1, alarmsResolved: 1, cases: 3 });
  });

  it('count steps on the day that they end', () => {
    const steps = [step('before', { endedAt: MIDNIGHT - 1 }), step('after', { endedAt: MIDNIGHT }), step('running')];
    expect(endedToday(steps, MIDNIGHT + 23 * HOUR_MS).map(({ stepId }) => stepId)).toEqual(['after']);
    expect(endedToday(steps, MIDNIGHT + 24 * HOUR_MS)).toEqual([]);
  });
});

describe('where a map looks', () => {
  const tile = { kind: 'map', center: null, zoom: 12, operationId: null } as const;
  const courts = [court('闽', 119.3), court('闽02', 118), court('闽0203', 118.1), court('闽0601', 117.6)];
  const place = { name: '', position: { longitudeDeg: 118.05, latitudeDeg: 24.45 } } as unknown as Operation['place'];
  const placed = operation('one', { place });
  const operations = new Map([[placed.operationId, placed], [operation('nowhere').operationId, operation('nowhere')]]);
  const frame = (change: object, courtCode: string | null) => mapFrame({ ...tile, ...change }, { courts, operations, courtCode: courtCode as CourtCode | null });

  it('is at its operation, else at its centre, else over the court and those below it', () => {
    const centre = { longitudeDeg: 117, latitudeDeg: 26 };
    expect(frame({ operationId: 'one', center: centre }, '闽02')).toEqual({ kind: 'centre', position: [118.05, 24.45], zoom: 12 });
    expect(frame({ operationId: 'nowhere', center: centre }, '闽02')).toEqual({ kind: 'centre', position: [117, 26], zoom: 12 });
    expect(frame({}, '闽02')).toEqual({ kind: 'around', positions: [[118, 25], [118.1, 25]] });
    expect(frame({}, '闽0203')).toMatchObject({ kind: 'centre', position: [118.1, 25] });
    expect([frame({}, '闽'), frame({}, '闽09'), frame({}, null)].map(({ kind }) => kind)).toEqual(['province', 'province', 'province']);
  });

  it('has a seat for four, and the next one moves up', () => {
    const seats = createMapSeats();
    const who = Array.from({ length: MAX_MAPS + 1 }, (_, index) => Symbol(String(index)));
    const leave = who.map((one) => seats.take(one));
    const seated = () => who.map((one) => isSeated(seats.state.getState(), one));
    expect(seated()).toEqual([true, true, true, true, false]);
    leave[1]!();
    expect(seated()).toEqual([true, null, true, true, true]);
  });
});
