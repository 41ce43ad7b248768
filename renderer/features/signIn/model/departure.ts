import type { ErrorCode } from '#protocol/errors.ts';
import type { SessionPerson } from '#protocol/nouns/session.ts';
import type { Departure } from './signInMemory.ts';

/** Refusals after which only a new sign-in helps. `forbidden`: the token is no person's. */
const ENDS_SIGN_IN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['tokenInvalid', 'tokenExpired', 'tokenRevoked', 'forbidden']);

/** The hall's clock and this machine's agree within some seconds. */
const CLOCK_TOLERANCE_MS = 10_000;

/** What a refused link means for whoever is signed in; null when the sign-in itself still holds. `now` is the hall's real time. */
export function departureOf(options: { error: ErrorCode | null; person: Pick<SessionPerson, 'expiresAt'> | null; now: number }): Departure | null {
  const { error, person, now } = options;
  if (error === null || !ENDS_SIGN_IN.has(error)) {
    return null;
  }
  if (error === 'tokenExpired' || (person !== null && now >= person.expiresAt - CLOCK_TOLERANCE_MS)) {
    return 'expired';
  }
  return person === null && error !== 'tokenRevoked' ? 'invalid' : 'ended';
}
