import { AppError } from '#protocol/errors.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { HelpCandidate } from '#protocol/alarms/help.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import { committedUnits } from '#domain/help/committedUnits.ts';
import type { HelpCourt, HelpUnitNow } from '#domain/help/helpQuestion.ts';
import { rankHelp } from '#domain/help/rankHelp.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { beijingDayOf, isoOf } from '#domain/rules/beijingDay.ts';
import type { AcceptedFix } from '../../ports/positions.ts';
import type { AlarmOptions } from '../alarmOptions.ts';

/** As many courts as can be asked at once, and the nearest of those that cannot, so that the card says why. */
const SHOWN_ABLE = 20;
const SHOWN_UNABLE = 10;

type Sources = Pick<AlarmOptions, 'log' | 'units' | 'positions' | 'centres' | 'countyAt' | 'tables'>;

/** Who could help with this alarm, as things stand at this moment. Errors: noPosition. */
export function rankNow({ log: { state }, units, positions, centres, countyAt, tables }: Sources, alarm: Alarm, at: number): HelpCandidate[] {
  const position = whereNow(alarm, { fix: alarm.unitId === null ? undefined : positions.latest(alarm.unitId), freshSince: at - tables.help.freshFixMs });
  if (position === null) {
    throw new AppError('noPosition');
  }
  const committed = committedUnits(state);
  const unitsNow: HelpUnitNow[] = [];
  for (const { unitId, courtCode, name, kind, state: standing } of state.units.values()) {
    const isOnline = units.sessionOf(unitId) !== undefined;
    const isCommitted = committed.has(unitId);
    if (standing === 'enrolled' && (isOnline || isCommitted) && unitId !== alarm.unitId) {
      const fix = isCommitted ? undefined : positions.latest(unitId);
      unitsNow.push({ unitId, courtCode, name, kind, online: isOnline, committed: isCommitted, fix: fix === undefined ? null : { position: fix, at: fix.at } });
    }
  }
  const courts = courtsNow(state, { centres: centres(), at });
  const areaCode = countyAt(position)?.areaCode ?? null;
  const ranked = rankHelp({ position, areaCode, at, courtCode: alarm.courtCode, courts, units: unitsNow, answers: answersTo(alarm) }, tables.help);
  return [...ranked.filter(({ able }) => able).slice(0, SHOWN_ABLE), ...ranked.filter(({ able }) => !able).slice(0, SHOWN_UNABLE)];
}

/** A unit in need may have moved on since it pressed. */
function whereNow({ place }: Alarm, { fix, freshSince }: { readonly fix: AcceptedFix | undefined; readonly freshSince: number }): PositionRecord | null {
  if (fix !== undefined && (fix.at >= freshSince || place.position === null)) {
    return positionOf(fix);
  }
  return place.position;
}

function courtsNow({ courts, duty }: HallState, { centres, at }: { readonly centres: ReturnType<Sources['centres']>; readonly at: number }): HelpCourt[] {
  const desksOf = new Map(centres.map(({ courtCode, desks }) => [courtCode, desks]));
  const today = isoOf(beijingDayOf(at));
  return [...courts.values()]
    .filter(({ validFrom, validTo }) => (validFrom ?? '') <= today && today <= (validTo ?? '9999'))
    .map(({ courtCode, name: courtName, position }) => ({
      courtCode,
      courtName,
      position,
      onDuty: DUTY_POSTS.filter((post) => duty.get(`${courtCode}/${post}`)?.holder).length,
      desks: desksOf.get(courtCode) ?? 0,
    }));
}

/** The last word of each court that has said no. */
function answersTo({ help }: Alarm): ReadonlyMap<CourtCode, 'refused' | 'lapsed'> {
  const answers = new Map<CourtCode, 'refused' | 'lapsed'>();
  for (const { toCourtCode, state } of help?.orders ?? []) {
    if (state === 'refused' || state === 'lapsed') {
      answers.set(toCourtCode, state);
    } else {
      answers.delete(toCourtCode);
    }
  }
  return answers;
}

function positionOf({ longitudeDeg, latitudeDeg }: AcceptedFix): PositionRecord {
  return { longitudeDeg, latitudeDeg };
}
