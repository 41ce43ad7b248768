import type { Map as PersistentMap } from 'immutable';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Partners = PersistentMap<PartnerId, Partner>;

/** One that was closed stays: tasks name it. */
export function foldPartner(partners: Partners, event: EventOf<'partner'>): Partners {
  const { at, courtCode, version } = event;
  const partnerId = idOf(event.subject) as PartnerId;
  if (event.name === 'partner.added') {
    return partners.set(partnerId, { partnerId, courtCode, ...event.data, keysRenewedAt: at, closed: null, version });
  }
  const before = partners.get(partnerId);
  if (before === undefined) {
    return partners;
  }
  switch (event.name) {
    case 'partner.changed': return partners.set(partnerId, { ...before, ...event.data, version });
    case 'partner.keysRenewed': return partners.set(partnerId, { ...before, keysRenewedAt: at, version });
    case 'partner.closed': return partners.set(partnerId, { ...before, closed: { at, reason: event.data.reason }, version });
  }
}
