import type { Map as PersistentMap } from 'immutable';
import type { Grant } from '#protocol/media/grants.ts';
import type { GrantId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Grants = PersistentMap<GrantId, Grant>;

/** How long one that ended is still listed. */
const KEPT_MS = 86_400_000;

export function foldGrant(grants: Grants, event: EventOf<'grant'>): Grants {
  const grantId = idOf(event.subject) as GrantId;
  const { courtCode, at, version } = event;
  if (event.name === 'grant.given') {
    const { byName, feedId, unitId, purpose, forName, endsAt } = event.data;
    const kept = grants.filter((grant) => grant.endsAt > at - KEPT_MS || grant.viewings.length > 0);
    return kept.set(grantId, { grantId, courtCode, feedId, unitId, purpose, forName, givenBy: byName, givenAt: at, endsAt, revoked: null, viewings: [], timesViewed: 0, version });
  }
  const before = grants.get(grantId);
  return before === undefined ? grants : grants.set(grantId, { ...before, ...changeOf(before, event), version });
}

function changeOf(before: Grant, event: Exclude<EventOf<'grant'>, { name: 'grant.given' }>): Partial<Grant> {
  switch (event.name) {
    case 'grant.revoked':
      return { revoked: { byName: event.data.byName, at: event.at } };
    case 'grant.viewed': {
      const { viewingId, remoteAddress, clientName } = event.data;
      return { viewings: [...before.viewings, { viewingId, remoteAddress, clientName, sinceAt: event.at }], timesViewed: before.timesViewed + 1 };
    }
    case 'grant.left': {
      const { viewingId } = event.data;
      return { viewings: before.viewings.filter((viewing) => viewing.viewingId !== viewingId) };
    }
  }
}
