import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { sees } from '#domain/access/viewer.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import { DUTY_POSTS, type CentrePresence, type DutyPostName } from '#protocol/nouns/duty.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/units.ts';

export const CENTRE_FILTERS = ['all', 'lost', 'staffed'] as const;
export type CentreFilter = (typeof CENTRE_FILTERS)[number];

/** One court with what is known of its command centre. */
export type CourtRow = {
  readonly court: Court;
  /** 0 for the high court. */
  readonly depth: number;
  /** Null where this session sees no more than the registration. */
  readonly centre: CentrePresence | null;
  readonly unitsOnline: number;
  readonly unitsTotal: number;
  readonly onDuty: readonly { readonly post: DutyPostName; readonly name: string; readonly sinceAt: number }[];
  /** Lost centres of the courts below. */
  readonly lostBelow: number;
  readonly hasBelow: boolean;
  readonly collapsed: boolean;
};

export type CourtSources = {
  readonly log: Pick<FoldedState, 'courts' | 'duty'>;
  readonly centres: ReadonlyMap<CourtCode, CentrePresence>;
  readonly units: ReadonlyMap<UnitId, Unit>;
};

/** Every court, each directly after the one above it. */
export function courtRows({ log, centres, units }: CourtSources): CourtRow[] {
  const unitsOf = Map.groupBy(units.values(), (unit) => unit.courtCode);
  const courts = courtsInOrder(log.courts.values());
  const codes = courts.map((court) => court.courtCode);
  return courts.map((court) => {
    const own = unitsOf.get(court.courtCode) ?? [];
    const below = codes.filter((code) => code !== court.courtCode && sees(court.courtCode, code));
    return {
      court,
      depth: depthOf(court.courtCode),
      centre: centres.get(court.courtCode) ?? null,
      unitsOnline: own.filter((unit) => unit.online).length,
      unitsTotal: own.length,
      onDuty: DUTY_POSTS.flatMap((post) => {
        const holder = log.duty.get(`${court.courtCode}/${post}`)?.holder ?? null;
        return holder === null ? [] : [{ post, name: holder.name, sinceAt: holder.sinceAt }];
      }),
      // Of a court that is not seen, only some of those below may be known.
      lostBelow: centres.has(court.courtCode) ? below.filter((code) => centres.get(code)?.state === 'lost').length : 0,
      hasBelow: below.length > 0,
      collapsed: false,
    };
  });
}

/** The rows to draw: what matches, with the courts above it so that its place stays readable. */
export function shownCourts(rows: readonly CourtRow[], query: { text: string; filter: CentreFilter; collapsed: ReadonlySet<CourtCode> }): CourtRow[] {
  const words = query.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const filtered = words.length > 0 || query.filter !== 'all';
  if (!filtered) {
    const hidden = [...query.collapsed];
    return rows
      .filter(({ court }) => !hidden.some((code) => code !== court.courtCode && sees(code, court.courtCode)))
      .map((row) => ({ ...row, collapsed: query.collapsed.has(row.court.courtCode) }));
  }
  const matching = rows.filter(({ court, centre }) => {
    const passes = query.filter === 'all' || centre?.state === query.filter;
    const haystack = `${court.name} ${court.courtCode}`.toLowerCase();
    return passes && words.every((word) => haystack.includes(word));
  });
  return rows.filter(({ court }) => matching.some((match) => sees(court.courtCode, match.court.courtCode)));
}

/** How many centres are in each state. */
export function centreCounts(rows: readonly CourtRow[]): Record<CentrePresence['state'], number> {
  const counts = { staffed: 0, connected: 0, lost: 0, absent: 0 };
  for (const { centre } of rows) {
    if (centre !== null) {
      counts[centre.state] += 1;
    }
  }
  return counts;
}

/** Sorted so that each court stands under the one above it. */
export function courtsInOrder<Some extends Pick<Court, 'courtCode'>>(courts: Iterable<Some>): Some[] {
  return [...courts].toSorted((a, b) => (a.courtCode < b.courtCode ? -1 : 1));
}

function depthOf(courtCode: CourtCode): number {
  return (courtCode.length - 1) / 2;
}
