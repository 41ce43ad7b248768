import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { SignedIn, User } from '#protocol/nouns/people.ts';

/** One sign-in with whose it is. */
export type SessionRow = { readonly session: SignedIn; readonly name: string; readonly username: string; readonly courtName: string };

/** The sign-ins in which every word occurs, in the order given. */
export function sessionRows(sessions: readonly SignedIn[], users: { get(userId: UserId): User | undefined }, courtNameOf: (courtCode: CourtCode) => string, text: string): SessionRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return sessions
    .map((session): SessionRow => {
      const user = users.get(session.userId);
      // The account may be newer than this window's copy of the hall.
      return { session, name: user?.name ?? session.userId, username: user?.username ?? '', courtName: user === undefined ? '' : courtNameOf(user.courtCode) };
    })
    .filter(({ session, name, username, courtName }) => {
      const haystack = `${name} ${username} ${courtName} ${session.clientName} ${session.remoteAddress}`.toLowerCase();
      return words.every((word) => haystack.includes(word));
    });
}
