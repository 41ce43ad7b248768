import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';

/** The registered name, or the code of a court that is not registered. */
export function courtName(courts: { get(courtCode: CourtCode): Court | undefined }, courtCode: CourtCode): string {
  return courts.get(courtCode)?.name ?? courtCode;
}

/** Code of the court above; null for the high court. */
export function upperCourt(courtCode: CourtCode): CourtCode | null {
  return courtCode.length === 1 ? null : (courtCode.slice(0, -2) as CourtCode);
}
