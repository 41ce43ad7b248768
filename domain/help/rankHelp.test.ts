import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { HelpCourt, HelpQuestion, HelpTable, HelpUnitNow } from './helpQuestion.ts';
import { rankHelp } from './rankHelp.ts';

const AT = 1_800_000_000_000;
const TABLE: HelpTable = {
  plain: { detour: 1.3, vehicleKmh: 45, onFootKmh: 4.5 },
  mountain: { detour: 1.6, vehicleKmh: 30, onFootKmh: 3.5 },
  mountainCourts: ['闽0524'],
  freshFixMs: 600_000,
};
const ANXI = { longitudeDeg: 118.18, latitudeDeg: 25.06 };
const code = (text: string) => text as CourtCode;

const court = (courtCode: string, wish: Partial<HelpCourt> = {}): HelpCourt => ({ courtCode: code(courtCode), courtName: courtCode, position: ANXI, onDuty: 1, desks: 1, ...wish });
let units = 0;
const unit = (courtCode: string, wish: Partial<HelpUnitNow> = {}): HelpUnitNow => ({
  unitId: `unit-${String((units += 1)).padStart(4, '0')}` as UnitId, courtCode: code(courtCode), name: `单兵${units}`, kind: 'vehicle', online: true, committed: false, fix: null, ...wish,
});
const question = (wish: Partial<HelpQuestion>): HelpQuestion => ({ position: ANXI, areaCode: null, at: AT, courtCode: code('闽0524'), courts: [], units: [], answers: new Map(), ...wish });
const north = (byDeg: number) => ({ longitudeDeg: ANXI.longitudeDeg, latitudeDeg: ANXI.latitudeDeg + byDeg });
const reasons = ({ reasons: said }: { reasons: readonly { reason: string }[] }) => said.map(({ reason }) => reason);

describe('who can help', () => {
  it('is the second nearest when the nearest has no staff, and the card says why', () => {
    const ranked = rankHelp(question({
      areaCode: code('闽0524'),
      courts: [court('闽0524', { onDuty: 0, desks: 0 }), court('闽0583', { position: north(0.3) }), court('闽0502', { position: north(0.6) })],
      units: [unit('闽0524'), unit('闽0583'), unit('闽0502')],
    }), TABLE);
    expect(ranked.map(({ courtCode, able }) => [courtCode, able])).toEqual([['闽0583', true], ['闽0502', true], ['闽0524', false]]);
    expect(reasons(ranked[2]!)).toEqual(['ownCourt', 'nobodyOnDuty', 'deskAway', 'unitsFree', 'vehicleFree', 'noPosition', 'mountainRoad']);
    expect(reasons(ranked[0]!)).toEqual(['dutyStaffed', 'unitsFree', 'vehicleFree', 'noPosition', 'mountainRoad']);
  });

  it.each<[string, Partial<HelpCourt>, Partial<HelpUnitNow>[], boolean, string[]]>([
    ['staffed', {}, [{}], true, ['dutyStaffed', 'unitsFree', 'vehicleFree', 'noPosition']],
    ['with a desk and nobody on duty', { onDuty: 0 }, [{}], true, ['deskOnly', 'unitsFree', 'vehicleFree', 'noPosition']],
    ['on duty without a desk', { desks: 0 }, [{}], true, ['dutyStaffed', 'deskAway', 'unitsFree', 'vehicleFree', 'noPosition']],
    ['without units', {}, [], false, ['dutyStaffed', 'noUnitOnline']],
    ['with units that are off', {}, [{ online: false }], false, ['dutyStaffed', 'noUnitOnline']],
    ['with committed units', {}, [{ committed: true }, { committed: true }], false, ['dutyStaffed', 'unitsCommitted']],
    ['with a camera on a wall', {}, [{ kind: 'camera' }], false, ['dutyStaffed', 'noUnitOnline']],
    ['with people on foot, one nearby', {}, [{ kind: 'phone', fix: { position: north(0.01), at: AT } }], true, ['dutyStaffed', 'unitsFree', 'onFoot', 'unitNearby']],
  ])('a court %s', (_, wish, forces, able, expected) => {
    const [candidate] = rankHelp(question({ courts: [court('闽0583', wish)], units: forces.map((one) => unit('闽0583', one)) }), TABLE);
    expect([candidate!.able, reasons(candidate!)]).toEqual([able, expected]);
  });

  it.each(['refused', 'lapsed'] as const)('is not who has %s already', (answer) => {
    const ranked = rankHelp(question({ courts: [court('闽0583'), court('闽0502', { position: north(1) })], units: [unit('闽0583'), unit('闽0502')], answers: new Map([[code('闽0583'), answer]]) }), TABLE);
    expect(ranked.map(({ courtCode, able }) => [courtCode, able])).toEqual([['闽0502', true], ['闽0583', false]]);
    expect(reasons(ranked[1]!)[0]).toBe(`${answer}Before`);
  });

  it('sets out from a fresh fix, else from the court, and reckons with the road', () => {
    const etaOf = (wish: Partial<HelpUnitNow>, areaCode: string | null = null) =>
      rankHelp(question({ areaCode: areaCode === null ? null : code(areaCode), courts: [court('闽0583', { position: north(0.3) })], units: [unit('闽0583', wish)] }), TABLE)[0]!.freeUnits[0]!;
    const far = etaOf({});
    expect(far.distanceM).toBeCloseTo(33_358, -2);
    expect(far.etaMs / 60_000).toBeCloseTo((33.358 * 1.3) / 45 * 60, 1);
    expect(etaOf({ fix: { position: north(0.03), at: AT - 600_000 } }).etaMs).toBeCloseTo(far.etaMs / 10, -3);
    expect(etaOf({ fix: { position: north(0.03), at: AT - 600_001 } })).toMatchObject({ etaMs: far.etaMs, position: null });
    expect(etaOf({ kind: 'recorder' }).etaMs).toBeCloseTo(far.etaMs * 10, -2);
    expect(etaOf({}, '闽0524').etaMs / 60_000).toBeCloseTo((33.358 * 1.6) / 30 * 60, 1);
  });
});

const position = fc.record({ longitudeDeg: fc.double({ min: 116, max: 120, noNaN: true }), latitudeDeg: fc.double({ min: 23.6, max: 28.2, noNaN: true }) });
const CODES = ['闽0203', '闽0502', '闽0524', '闽0583', '闽0802'];
const anyCourts = fc.tuple(...CODES.map((courtCode) => fc.record({ position, onDuty: fc.nat({ max: 3 }), desks: fc.nat({ max: 2 }) }).map((wish) => court(courtCode, wish))));
const anyUnits = fc.array(fc.record({ courtCode: fc.constantFrom(...CODES), kind: fc.constantFrom('phone', 'vehicle', 'camera'), online: fc.boolean(), committed: fc.boolean(), fix: fc.option(fc.record({ position, at: fc.integer({ min: AT - 1_200_000, max: AT }) })) })
  .map(({ courtCode, ...wish }) => unit(courtCode, wish)), { maxLength: 12 });
const anyQuestion = fc.record({ position, courts: anyCourts, units: anyUnits, answers: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 2 }) })
  .map(({ answers, ...wish }) => question({ ...wish, answers: new Map(answers.map((one) => [code(one), 'refused'])) }));
const placeOf = (asked: HelpQuestion, courtCode: string) => rankHelp(asked, TABLE).findIndex((candidate) => candidate.courtCode === courtCode);

describe('the ranking', () => {
  it('puts who is able first, the earliest before the others, equal ones by code, and leaves nobody out', () => {
    fc.assert(fc.property(anyQuestion, (asked) => {
      const ranked = rankHelp(asked, TABLE);
      expect(ranked.map(({ courtCode }) => courtCode).toSorted()).toEqual(CODES);
      const able = ranked.filter((candidate) => candidate.able);
      expect(ranked.slice(0, able.length)).toEqual(able);
      expect(able.every(({ etaMs, freeUnits }) => etaMs !== null && freeUnits.length > 0)).toBe(true);
      expect(able).toEqual(able.toSorted((left, right) => left.etaMs! - right.etaMs! || (left.courtCode < right.courtCode ? -1 : 1)));
    }));
  });

  it('does not depend on the order in which courts and units come', () => {
    fc.assert(fc.property(anyQuestion, (asked) => {
      expect(rankHelp({ ...asked, courts: asked.courts.toReversed(), units: asked.units.toReversed() }, TABLE)).toEqual(rankHelp(asked, TABLE));
    }));
  });

  it('never puts a court lower for more staff, another desk or another free unit', () => {
    fc.assert(fc.property(anyQuestion, fc.constantFrom(...CODES), fc.constantFrom('onDuty', 'desks', 'unit'), (asked, courtCode, gain) => {
      const richer = gain === 'unit'
        ? { ...asked, units: [...asked.units, unit(courtCode)] }
        : { ...asked, courts: asked.courts.map((one) => (one.courtCode === courtCode ? { ...one, [gain]: one[gain] + 1 } : one)) };
      expect(placeOf(richer, courtCode)).toBeLessThanOrEqual(placeOf(asked, courtCode));
    }));
  });

  it('never brings a court later to a place that is nearer to it', () => {
    fc.assert(fc.property(anyQuestion, fc.constantFrom(...CODES), fc.double({ min: 0, max: 1, noNaN: true }), (asked, courtCode, share) => {
      const home = asked.courts.find((one) => one.courtCode === courtCode)!.position;
      const here = { ...asked, units: asked.units.map((one) => ({ ...one, fix: null })) };
      const towards = (from: number, to: number) => from + (to - from) * share;
      const nearer = { ...here, position: { longitudeDeg: towards(here.position.longitudeDeg, home.longitudeDeg), latitudeDeg: towards(here.position.latitudeDeg, home.latitudeDeg) } };
      const etaOf = (one: HelpQuestion) => rankHelp(one, TABLE).find((candidate) => candidate.courtCode === courtCode)!.etaMs ?? Infinity;
      expect(etaOf(nearer)).toBeLessThanOrEqual(etaOf(here) + 1_000);
    }));
  });
});
