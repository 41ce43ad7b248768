import type { Map as PersistentMap } from 'immutable';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Users = PersistentMap<UserId, User>;

export function foldUser(users: Users, event: EventOf<'user'>): Users {
  const { courtCode, version } = event;
  const userId = idOf(event.subject) as UserId;
  if (event.name === 'user.created') {
    return users.set(userId, { userId, courtCode, ...event.data, state: 'active', version });
  }
  const user = users.get(userId);
  return user === undefined ? users : users.set(userId, { ...user, ...changeOf(event), version });
}

function changeOf(event: Exclude<EventOf<'user'>, { name: 'user.created' }>): Partial<User> {
  switch (event.name) {
    case 'user.changed': return { name: event.data.name, roles: event.data.roles };
    case 'user.phoneChanged': return { hasPhone: event.data.hasPhone };
    case 'user.closed': return { state: 'closed' };
    case 'user.reopened': return { state: 'active' };
    default: return {};
  }
}
