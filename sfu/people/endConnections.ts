import { eventOf, type HallEvent } from '#protocol/events.ts';
import type { TokenId, UserId } from '#protocol/nouns/ids.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { sameRoles } from './ownAccount.ts';
import type { PeopleOptions } from './peopleOptions.ts';

/**
 * Ends connections in the turn in which what ends them becomes durable; so also when the command's own answer was lost.
 * Returns where to note whose tokens a password's reset revokes.
 */
export function endConnections({ log, connections }: Pick<PeopleOptions, 'log' | 'connections'>): (userId: UserId, tokenIds: readonly TokenId[]) => void {
  const revoking = new Map<UserId, readonly TokenId[]>();
  let before = log.state.users;

  function end(event: HallEvent): void {
    const userId = idOf(event.subject) as UserId;
    switch (event.name) {
      case 'user.closed':
        connections.endUser(userId, 'unauthorised');
        break;
      case 'user.changed':
        if (!sameRoles(before.get(userId), event.data.roles)) {
          connections.endUser(userId, 'rightsChanged');
        }
        break;
      case 'user.passwordReset':
        connections.endTokens(revoking.get(userId) ?? [], 'unauthorised');
        revoking.delete(userId);
        break;
      case 'session.ended':
        connections.endTokens([idOf(event.subject) as TokenId], 'unauthorised');
        break;
      default:
    }
  }

  log.onAppended(({ entries, state }) => {
    for (const entry of entries) {
      const event = entry.name.startsWith('user.') || entry.name.startsWith('session.') ? eventOf(entry) : null;
      if (event !== null) {
        end(event);
      }
    }
    before = state.users;
  });

  return (userId, tokenIds) => void revoking.set(userId, tokenIds);
}
