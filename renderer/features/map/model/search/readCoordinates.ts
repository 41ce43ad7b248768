import type { Position } from '#domain/geodesy/datum.ts';

const NUMBER = /([-+]?\d+(?:\.\d+)?)\s*(?:°|度)?\s*(?:(\d+(?:\.\d+)?)\s*(?:′|'|分))?\s*(?:(\d+(?:\.\d+)?)\s*(?:″|"|秒))?/gu;

/**
 * Longitude and latitude from what a person types or pastes: `118.1, 24.5`, `24.5 118.1`, `118°10′30″E 24°30′N`,
 * `东经118.1 北纬24.5`. Which is which follows from the letters, or else from the size: in this country the larger number is the
 * longitude. Null: no two numbers that could be a place.
 */
export function readCoordinates(text: string): Position | null {
  const plain = text.replaceAll(/[，、;；]/gu, ',').trim();
  const found = [...plain.matchAll(NUMBER)].map(([, degrees, minutes, seconds]) => {
    const size = Math.abs(Number(degrees)) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
    return Number(degrees) < 0 ? -size : size;
  });
  const [first, second] = found;
  if (found.length !== 2 || first === undefined || second === undefined || /\p{L}/u.test(plain.replaceAll(/[NESWnesw东经北纬西南度分秒]/gu, ''))) {
    return null;
  }
  const latitudeFirst = /^[^\d]*(?:北纬|南纬|[NS])|^[^NESW]*\d[^NESW\d]*[NS][^NESW]+[EW]/iu.test(plain) || Math.abs(first) < Math.abs(second);
  const [longitudeDeg, latitudeDeg] = latitudeFirst ? [second, first] : [first, second];
  return Math.abs(longitudeDeg) <= 180 && Math.abs(latitudeDeg) <= 90 ? [longitudeDeg, latitudeDeg] : null;
}
