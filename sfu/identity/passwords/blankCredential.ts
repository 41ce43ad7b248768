import type { UserId } from '#protocol/nouns/ids.ts';
import type { Credential } from '../../ports/stores.ts';

/** Of an account that can prove nothing yet. */
export function blankCredential(userId: UserId): Credential {
  return { userId, passwordHash: null, mustChange: false, failures: 0, lockedUntilAt: null, oidcSubject: null };
}
