import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import { upperCourt } from '../courts/courtName.ts';
import { distanceM } from '../geodesy/datum.ts';

/** A county, by the code that its basic court has or would have. */
export type County = { readonly areaCode: CourtCode; readonly name: string };

type Courts = { get(courtCode: CourtCode): Court | undefined; values(): Iterable<Court> };

/** In words that may be read out: 泉州市安溪县; where no county is known to be, the nearest court's, as 东山县附近. */
export function placeName(courts: Courts, { position, county }: { readonly position: PositionRecord | null; readonly county: County | null }): string {
  if (county !== null) {
    const upper = upperCourt(county.areaCode);
    const prefecture = (upper === null ? undefined : courts.get(upper))?.name.replace(/中级人民法院$/, '') ?? '';
    return `${prefecture}${county.name}`;
  }
  const nearest = position === null ? undefined : nearestBasicCourt(courts.values(), position);
  return nearest === undefined ? '' : `${nearest.name.replace(/人民法院$/, '')}附近`;
}

/** The basic court whose place is nearest along the straight line. */
function nearestBasicCourt(courts: Iterable<Court>, position: PositionRecord): Court | undefined {
  let nearest: { court: Court; awayM: number } | undefined;
  for (const court of courts) {
    if (court.level === 'basic') {
      const awayM = distanceM([court.position.longitudeDeg, court.position.latitudeDeg], [position.longitudeDeg, position.latitudeDeg]);
      if (nearest === undefined || awayM < nearest.awayM || (awayM === nearest.awayM && court.courtCode < nearest.court.courtCode)) {
        nearest = { court, awayM };
      }
    }
  }
  return nearest?.court;
}
