import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { sees } from '#domain/access/viewer.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { SignedIn, User } from '#protocol/nouns/people.ts';
import type { Role } from '#protocol/roles.ts';

export const PERSON_STATES = ['any', 'active', 'signedIn', 'locked', 'closed'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/** A person with what is known of their sign-ins now. */
export type PersonRow = {
  readonly user: User;
  readonly courtName: string;
  /** The latest sign-in that is still valid, ms since the epoch. */
  readonly signedInAt: number | null;
  readonly connections: number;
  readonly lockedUntilAt: number | null;
};

/** Null where the session may not ask who is signed in. */
export type SignIns = { readonly sessions: readonly SignedIn[]; readonly lockedOut: ReadonlyMap<UserId, number> } | null;

export type PersonQuery = {
  /** Words that must all occur in name, user name, court or court code. */
  readonly text: string;
  /** This court and those below it. */
  readonly courtCode: CourtCode | null;
  readonly role: Role | null;
  readonly state: PersonState;
};

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Courts from the provincial one down, people by name, closed accounts last. */
export function personRows(log: Pick<FoldedState, 'users' | 'courts'>, signIns: SignIns): PersonRow[] {
  const sessionsOf = Map.groupBy(signIns?.sessions ?? [], (session) => session.userId);
  return [...log.users.values()]
    .map((user): PersonRow => {
      const sessions = sessionsOf.get(user.userId) ?? [];
      return {
        user,
        courtName: courtName(log.courts, user.courtCode),
        signedInAt: sessions.length === 0 ? null : Math.max(...sessions.map((session) => session.signedInAt)),
        connections: sessions.reduce((sum, session) => sum + session.connections, 0),
        lockedUntilAt: signIns?.lockedOut.get(user.userId) ?? null,
      };
    })
    .toSorted(
      ({ user: a }, { user: b }) =>
        Number(a.state === 'closed') - Number(b.state === 'closed') || a.courtCode.length - b.courtCode.length || collator.compare(a.courtCode, b.courtCode) || collator.compare(a.name, b.name),
    );
}

export function matchPeople(rows: readonly PersonRow[], query: PersonQuery): PersonRow[] {
  const words = query.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter((row) => {
    const { user } = row;
    if (query.courtCode !== null && !sees(query.courtCode, user.courtCode)) return false;
    if (query.role !== null && !user.roles.includes(query.role)) return false;
    if (!isInState(row, query.state)) return false;
    const haystack = `${user.name} ${user.username} ${row.courtName} ${user.courtCode}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

function isInState({ user, signedInAt, lockedUntilAt }: PersonRow, state: PersonState): boolean {
  switch (state) {
    case 'any': return true;
    case 'active': return user.state === 'active';
    case 'closed': return user.state === 'closed';
    case 'signedIn': return signedInAt !== null;
    case 'locked': return lockedUntilAt !== null;
  }
}
