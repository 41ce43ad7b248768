import type { Map as PersistentMap } from 'immutable';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';

type Courts = PersistentMap<CourtCode, Court>;

export function foldCourt(courts: Courts, event: EventOf<'court'>): Courts {
  const { courtCode, version, data } = event;
  return courts.set(courtCode, { courtCode, ...data, version });
}
