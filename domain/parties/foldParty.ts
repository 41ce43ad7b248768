import type { Map as PersistentMap } from 'immutable';
import type { PartyId } from '#protocol/nouns/ids.ts';
import type { Party } from '#protocol/operations/parties.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Parties = PersistentMap<PartyId, Party>;

export function foldParty(parties: Parties, event: EventOf<'party'>): Parties {
  const { courtCode, version } = event;
  const partyId = idOf(event.subject) as PartyId;
  return event.name === 'party.archived' ? parties.delete(partyId) : parties.set(partyId, { partyId, courtCode, ...event.data, version });
}
