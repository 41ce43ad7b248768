import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { Flow } from '#protocol/tasks/flows.ts';

/** Courts that a flow lets one court send to, the nearest relations first; as the hall decides it. */
export function reachableCourts({ courts, from, reach }: { readonly courts: Iterable<Court>; readonly from: CourtCode; readonly reach: Flow['reach']['courts'] }): Court[] {
  const isMeant = ({ courtCode: to }: Court): boolean => {
    switch (reach) {
      case 'any': return to !== from;
      case 'above': return from.startsWith(to) && (to !== from || to.length === 1);
      case 'below': return to !== from && to.startsWith(from);
      case 'own': return to === from;
      case 'none': return false;
    }
  };
  const city = from.slice(0, 3);
  const near = ({ courtCode }: Court) => (courtCode.startsWith(city) ? 0 : 1);
  return [...courts].filter(isMeant).toSorted((one, other) => near(one) - near(other) || one.courtCode.localeCompare(other.courtCode));
}
