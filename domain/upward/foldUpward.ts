import type { HallState } from '../hallState/hallState.ts';
import type { EventOf } from '../hallState/fold.ts';

type Upward = Pick<HallState, 'upwardNumbers' | 'upwardViewings'>;

export function foldUpward({ upwardNumbers, upwardViewings }: Upward, { name, data, courtCode, at }: EventOf<'upward'>): Upward {
  switch (name) {
    case 'upward.numbered': return { upwardNumbers: upwardNumbers.set(data.feedId, { courtCode, ...data }), upwardViewings };
    case 'upward.viewed': return { upwardNumbers, upwardViewings: upwardViewings.set(data.viewingId, { courtCode, ...data, sinceAt: at }) };
    case 'upward.left': return { upwardNumbers, upwardViewings: upwardViewings.delete(data.viewingId) };
    case 'upward.registered':
    case 'upward.lost': return { upwardNumbers, upwardViewings };
  }
}
