import type { HelpCandidate, HelpReason } from '#protocol/alarms/help.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import { distanceM } from '../geodesy/datum.ts';
import type { HelpCourt, HelpQuestion, HelpTable, HelpUnitNow } from './helpQuestion.ts';

/** Units of a court that a card shows. */
const SHOWN_UNITS = 5;
/** A fixed camera goes nowhere. */
const CANNOT_GO = 'camera';
const VEHICLE = 'vehicle';

/** A unit that could go, as it is reckoned with: thousands of them for each ranking. */
type Goer = { readonly unit: HelpUnitNow; readonly isFresh: boolean; readonly distanceM: number; readonly etaMs: number };
type Reasons = HelpCandidate['reasons'];

/** Every court, who can be there first standing first; those that cannot be asked with any hope stand last, the nearest of them first. */
export function rankHelp(question: HelpQuestion, table: HelpTable): HelpCandidate[] {
  const unitsOf = new Map<CourtCode, HelpUnitNow[]>();
  for (const unit of question.units) {
    if (unit.kind !== CANNOT_GO) {
      const known = unitsOf.get(unit.courtCode);
      if (known === undefined) {
        unitsOf.set(unit.courtCode, [unit]);
      } else {
        known.push(unit);
      }
    }
  }
  return question.courts
    .map((court) => ({ courtM: between(court.position, question.position), candidate: candidateOf(court, unitsOf.get(court.courtCode) ?? [], question, table) }))
    .toSorted(compare)
    .map(({ candidate }) => candidate);
}

type Ranked = { readonly candidate: HelpCandidate; /** From the court itself. */ readonly courtM: number };

function compare({ candidate: left, courtM: leftM }: Ranked, { candidate: right, courtM: rightM }: Ranked): number {
  if (left.able !== right.able) {
    return left.able ? -1 : 1;
  }
  const byMerit = left.able ? (left.etaMs ?? 0) - (right.etaMs ?? 0) : leftM - rightM;
  return byMerit || (left.courtCode < right.courtCode ? -1 : 1);
}

function candidateOf(court: HelpCourt, units: readonly HelpUnitNow[], question: HelpQuestion, table: HelpTable): HelpCandidate {
  const isMountain = [court.courtCode, question.areaCode].some((code) => code !== null && table.mountainCourts.some((head) => code.startsWith(head)));
  const free: Goer[] = [];
  let committedUnits = 0;
  for (const unit of units) {
    if (unit.committed) {
      committedUnits += 1;
    } else if (unit.online) {
      free.push(goerOf(unit, { court, question, table, isMountain }));
    }
  }
  free.sort((left, right) => left.etaMs - right.etaMs || (left.unit.unitId < right.unit.unitId ? -1 : 1));
  const [first] = free;
  const { courtCode, courtName, position, onDuty, desks } = court;
  const isReached = onDuty > 0 || desks > 0;
  return {
    courtCode,
    courtName,
    position,
    distanceM: first?.distanceM ?? between(position, question.position),
    etaMs: isReached ? (first?.etaMs ?? null) : null,
    able: isReached && first !== undefined && !question.answers.has(courtCode),
    onDuty,
    freeUnits: free.slice(0, SHOWN_UNITS).map(shown),
    committedUnits,
    reasons: [...answered(question, courtCode), ...staff(court), ...forces(free, committedUnits), ...(isMountain && first !== undefined ? [because('mountainRoad')] : [])],
  };
}

type Ways = { readonly court: HelpCourt; readonly question: HelpQuestion; readonly table: HelpTable; readonly isMountain: boolean };

function goerOf(unit: HelpUnitNow, { court, question, table, isMountain }: Ways): Goer {
  const { kind, fix } = unit;
  const isFresh = fix !== null && question.at - fix.at <= table.freshFixMs;
  const away = between(isFresh ? fix.position : court.position, question.position);
  const { detour, vehicleKmh, onFootKmh } = isMountain ? table.mountain : table.plain;
  const etaMs = Math.round(((away * detour) / ((kind === VEHICLE ? vehicleKmh : onFootKmh) / 3.6)) * 1_000);
  return { unit, isFresh, distanceM: Math.round(away), etaMs };
}

function shown({ unit: { unitId, name, kind, committed, fix }, isFresh, distanceM: awayM, etaMs }: Goer): HelpCandidate['freeUnits'][number] {
  const position = isFresh && fix !== null ? { longitudeDeg: fix.position.longitudeDeg, latitudeDeg: fix.position.latitudeDeg } : null;
  return { unitId, name, kind, distanceM: awayM, etaMs, committed, position };
}

function answered({ answers, courtCode: asking }: HelpQuestion, courtCode: CourtCode): Reasons {
  const answer = answers.get(courtCode);
  return [
    ...(answer === undefined ? [] : [because(answer === 'refused' ? 'refusedBefore' : 'lapsedBefore')]),
    ...(courtCode === asking ? [because('ownCourt')] : []),
  ];
}

function staff({ onDuty, desks }: HelpCourt): Reasons {
  const isAway = desks === 0 ? [because('deskAway')] : [];
  if (onDuty > 0) {
    return [because('dutyStaffed', { count: onDuty }), ...isAway];
  }
  return desks > 0 ? [because('deskOnly')] : [because('nobodyOnDuty'), ...isAway];
}

function forces(free: readonly Goer[], committed: number): Reasons {
  const [first] = free;
  const busy = committed > 0 ? [because('unitsCommitted', { count: committed })] : [];
  if (first === undefined) {
    return busy.length > 0 ? busy : [because('noUnitOnline')];
  }
  const vehicles = free.filter(({ unit }) => unit.kind === VEHICLE).length;
  const kilometres = Math.round(first.distanceM / 100) / 10;
  return [
    because('unitsFree', { count: free.length }),
    vehicles > 0 ? because('vehicleFree', { count: vehicles }) : because('onFoot'),
    first.isFresh ? because('unitNearby', { name: first.unit.name, distance: kilometres }) : because('noPosition'),
    ...busy,
  ];
}

function because(reason: HelpReason, params: Record<string, string | number> = {}): Reasons[number] {
  return { reason, params };
}

function between(from: PositionRecord, to: PositionRecord): number {
  return distanceM([from.longitudeDeg, from.latitudeDeg], [to.longitudeDeg, to.latitudeDeg]);
}
