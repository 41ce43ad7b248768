import type { Position } from '#domain/geodesy/datum.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { TileContent } from '#protocol/wall/content.ts';

type MapTile = Extract<TileContent, { kind: 'map' }>;
type Source = { readonly courts: Iterable<Court>; readonly operations: { get(id: Operation['operationId']): Operation | undefined }; readonly courtCode: CourtCode | null };

/** Where a wall's map looks; positions in WGS-84 degrees. */
export type MapFrame =
  | { readonly kind: 'centre'; readonly position: Position; readonly zoom: number }
  /** So that all of these are seen. */
  | { readonly kind: 'around'; readonly positions: readonly Position[] }
  | { readonly kind: 'province' };

/** A city and its surroundings: what a single court answers for. */
const COURT_ZOOM = 10;

const at = ({ longitudeDeg, latitudeDeg }: { readonly longitudeDeg: number; readonly latitudeDeg: number }): Position => [longitudeDeg, latitudeDeg];

/** The operation's place before a centre before the area of the court, which is where its own and the courts below it stand. */
export function mapFrame({ center, zoom, operationId }: MapTile, { courts, operations, courtCode }: Source): MapFrame {
  const place = operationId === null ? undefined : operations.get(operationId)?.place.position;
  if (place) {
    return { kind: 'centre', position: at(place), zoom };
  }
  if (center !== null) {
    return { kind: 'centre', position: at(center), zoom };
  }
  // The high court has the whole province, islands included.
  if (courtCode === null || courtCode.length === 1) {
    return { kind: 'province' };
  }
  const own = [...courts].filter((court) => court.courtCode.startsWith(courtCode)).map(({ position }) => at(position));
  const [only] = own;
  return only === undefined ? { kind: 'province' } : own.length === 1 ? { kind: 'centre', position: only, zoom: COURT_ZOOM } : { kind: 'around', positions: own };
}
