import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import type { MapCourt } from '../mapItems.ts';

export type CourtAway = { readonly court: MapCourt; readonly awayM: number };

/** Courts by distance as the crow flies, metres. Who can help is for the hall to rank: this only says what is near. */
export function nearestCourts(courts: readonly MapCourt[], from: Position, most: number): CourtAway[] {
  return courts
    .map((court) => ({ court, awayM: distanceM(from, court.position) }))
    .toSorted((one, other) => one.awayM - other.awayM)
    .slice(0, most);
}
