import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import type { CountyAt } from './readCounties.ts';

/** A place further than this from every basic court belongs to none of them, metres. */
const MAX_TO_COURT_M = 100_000;
const BEIJING_MS = 8 * 3_600_000;

type Asked = { readonly courts: Iterable<Court>; readonly countyAt: CountyAt; /** Hall time: courts come and go. */ readonly now: number };

/** The basic court of the county, else the nearest one; null far from all of them. */
export function courtOfPlace(position: Position, { courts, countyAt, now }: Asked): CourtCode | null {
  const day = new Date(now + BEIJING_MS).toISOString().slice(0, 10);
  const valid = [...courts].filter(({ level, validFrom, validTo }) => level === 'basic' && (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo));
  const county = countyAt(position);
  const own = county === null ? [] : valid.filter(({ name }) => isCourtOf(name, county));
  return own.length === 1 ? own[0]!.courtCode : nearest(valid, position);
}

/** Counties became districts, and their courts kept the old word for a while: what stands before it tells. */
function isCourtOf(courtName: string, county: string): boolean {
  const court = /^(.+?)(综合实验区|[县区市])人民法院$/.exec(courtName);
  return court !== null && court[1]!.endsWith(county.slice(0, -1));
}

function nearest(courts: readonly Court[], position: Position): CourtCode | null {
  let found: { readonly courtCode: CourtCode; readonly distance: number } | null = null;
  for (const { courtCode, position: place } of courts) {
    const distance = distanceM(position, [place.longitudeDeg, place.latitudeDeg]);
    // The register holds no order: what is equally far is told apart by its code.
    const isNearer = found === null || distance < found.distance || (distance === found.distance && courtCode < found.courtCode);
    if (distance <= MAX_TO_COURT_M && isNearer) {
      found = { courtCode, distance };
    }
  }
  return found?.courtCode ?? null;
}
