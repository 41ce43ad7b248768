import type { Map as PersistentMap } from 'immutable';
import type { Assist } from '#protocol/field/assist.ts';
import type { AssistId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Assists = PersistentMap<AssistId, Assist>;

/** How long one that ended is still listed. */
const KEPT_MS = 3_600_000;

export function foldAssist(assists: Assists, event: EventOf<'assist'>): Assists {
  const assistId = idOf(event.subject) as AssistId;
  const { courtCode, at, version } = event;
  if (event.name === 'assist.asked') {
    const kept = assists.filter(({ doneAt }) => doneAt === null || doneAt > at - KEPT_MS);
    return kept.set(assistId, { assistId, courtCode, ...event.data, askedAt: at, state: 'asked', refusal: null, doneAt: null, version });
  }
  const before = assists.get(assistId);
  return before === undefined ? assists : assists.set(assistId, { ...before, ...endOf(event), doneAt: at, version });
}

function endOf(event: Exclude<EventOf<'assist'>, { name: 'assist.asked' }>): Pick<Assist, 'state' | 'refusal'> {
  switch (event.name) {
    case 'assist.answered':
      return { state: event.data.accepted ? 'accepted' : 'refused', refusal: event.data.refusal };
    case 'assist.lapsed':
      return { state: 'lapsed', refusal: null };
    case 'assist.withdrawn':
      return { state: 'withdrawn', refusal: null };
  }
}
