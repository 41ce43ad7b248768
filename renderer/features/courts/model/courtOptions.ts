import { sees } from '#domain/access/viewer.ts';
import { upperCourt } from '#domain/courts/courtName.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { courtsInOrder } from './courtTree.ts';

export type CourtOption = { readonly value: CourtCode; readonly label: string; readonly children?: CourtOption[] };

/** The courts that the viewer sees, as a tree whose root is the viewer's own. A court whose upper court is not registered stands beside it. */
export function courtOptions(courts: Iterable<Pick<Court, 'courtCode' | 'name'>>, viewerCourt: CourtCode): CourtOption[] {
  const visible = courtsInOrder(courts).filter((court) => sees(viewerCourt, court.courtCode));
  const codes = new Set(visible.map((court) => court.courtCode));
  const above = (courtCode: CourtCode): CourtCode | null => {
    const upper = upperCourt(courtCode);
    return upper === null || codes.has(upper) ? upper : above(upper);
  };
  const byUpper = Map.groupBy(visible, (court) => above(court.courtCode));
  const under = (upper: CourtCode | null): CourtOption[] =>
    (byUpper.get(upper) ?? []).map((court) => {
      const children = under(court.courtCode);
      return { value: court.courtCode, label: court.name, ...(children.length > 0 && { children }) };
    });
  // Below the high court the viewer's own upper court is not among the visible ones.
  const roots = [...byUpper.keys()].filter((upper) => upper === null || !codes.has(upper));
  return roots.flatMap(under);
}
