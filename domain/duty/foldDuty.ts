import type { Map as PersistentMap } from 'immutable';
import type { DutyPost, DutyPostName } from '#protocol/nouns/duty.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Duty = PersistentMap<string, DutyPost>;

export function foldDuty(duty: Duty, event: EventOf<'duty'>): Duty {
  const { courtCode, version } = event;
  const key = idOf(event.subject);
  const before = duty.get(key) ?? vacantPost({ courtCode, post: key.slice(courtCode.length + 1) as DutyPostName });
  return duty.set(key, { ...before, ...changeOf(before, event), version });
}

/** A post nobody has held yet. */
export function vacantPost({ courtCode, post }: Pick<DutyPost, 'courtCode' | 'post'>): DutyPost {
  return { courtCode, post, holder: null, offer: null, lastHandOver: null, version: 0 };
}

function changeOf(before: DutyPost, event: EventOf<'duty'>): Partial<DutyPost> {
  const { at } = event;
  switch (event.name) {
    case 'duty.started':
      return { holder: { ...event.data, sinceAt: at }, offer: null };
    case 'duty.handOverOffered':
      return { offer: { ...event.data, offeredAt: at } };
    case 'duty.handOverWithdrawn':
      return { offer: null };
    case 'duty.handedOver': {
      const { fromUserId, fromName, toUserId, toName } = event.data;
      return {
        holder: { userId: toUserId, name: toName, sinceAt: at },
        offer: null,
        lastHandOver: before.offer && { ...before.offer, fromUserId, fromName, acceptedAt: at },
      };
    }
    case 'duty.relieved':
    case 'duty.ended':
      return { holder: null, offer: null };
  }
}
