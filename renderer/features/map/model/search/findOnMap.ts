import { convertDatum, type Position } from '#domain/geodesy/datum.ts';
import type { Datum } from '#protocol/telemetry/frames.ts';
import type { MapContent, MapItem } from '../mapItems.ts';
import { readCoordinates } from './readCoordinates.ts';

/** One line of the search's answer. */
export type Found =
  | { readonly kind: 'item'; readonly item: MapItem; readonly name: string; /** Null: a unit that never sent a position. */ readonly position: Position | null }
  /** The typed numbers, read in this datum; `position` is WGS-84. */
  | { readonly kind: 'coordinates'; readonly datum: Datum; readonly position: Position };

export type SearchableUnit = { readonly unitId: string; readonly name: string; readonly position: Position | null };

const MOST_FOUND = 12;
/** So that a hundred units of a county leave room for its court. */
const MOST_OF_A_KIND = 7;
const DATUMS: readonly Datum[] = ['WGS-84', 'GCJ-02', 'BD-09'];

/** Units, operations, courts and alarms whose name has all the words; those that begin with the text come first. */
export function findOnMap(text: string, within: Pick<MapContent, 'operations' | 'courts' | 'alarms'> & { readonly units: readonly SearchableUnit[] }): Found[] {
  const typed = readCoordinates(text);
  if (typed) {
    return DATUMS.map((datum) => ({ kind: 'coordinates', datum, position: convertDatum(typed, { from: datum, to: 'WGS-84' }) }));
  }
  const words = text.toLowerCase().split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) {
    return [];
  }
  const candidates = [
    ...within.units.map(({ unitId, name, position }) => ({ item: { kind: 'unit', id: unitId } as const, name, position, words: name })),
    ...within.operations.map(({ id, name, position }) => ({ item: { kind: 'operation', id } as const, name, position, words: name })),
    ...within.alarms.map(({ id, name, position }) => ({ item: { kind: 'alarm', id } as const, name, position, words: name })),
    ...within.courts.map(({ courtCode, name, position }) => ({ item: { kind: 'court', id: courtCode } as const, name, position, words: `${name} ${courtCode}` })),
  ];
  const begins = (name: string): number => (name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  const counts = new Map<MapItem['kind'], number>();
  const hasRoom = ({ item }: { readonly item: MapItem }): boolean => {
    const count = (counts.get(item.kind) ?? 0) + 1;
    counts.set(item.kind, count);
    return count <= MOST_OF_A_KIND;
  };
  return candidates
    .filter((candidate) => words.every((word) => candidate.words.toLowerCase().includes(word)))
    .toSorted((one, other) => begins(one.name) - begins(other.name))
    .filter(hasRoom)
    .slice(0, MOST_FOUND)
    .map(({ item, name, position }) => ({ kind: 'item', item, name, position }));
}
