import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Side } from '#protocol/tasks/flows.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { upperCourt } from '../../courts/courtName.ts';

type Ends = Pick<Task, 'from' | 'to'>;

/** The court of this hall that a side is; null for a partner's end and for the hall's own doing. */
export function courtOfSide(ends: Ends, side: Side): CourtCode | null {
  switch (side) {
    case 'from':
    case 'to': return courtOfEnd(ends[side]);
    case 'upper': return courtAbove(ends);
    case 'high': return highCourt(ends);
    case 'hall': return null;
  }
}

export function courtOfEnd(end: TaskEnd): CourtCode | null {
  return end.kind === 'court' ? end.courtCode : null;
}

export function isOutside({ from, to }: Ends): boolean {
  return from.kind === 'outside' || to.kind === 'outside';
}

/** The lowest court above both ends; of the high court itself, and of a task with another province, the high court. */
function courtAbove(ends: Ends): CourtCode | null {
  const [from, to] = [courtOfEnd(ends.from), courtOfEnd(ends.to)];
  if (from === null || to === null) {
    return highCourt(ends);
  }
  let above = upperCourt(from) ?? from;
  while (!(to.startsWith(above) && to !== above)) {
    const higher = upperCourt(above);
    if (higher === null) return above;
    above = higher;
  }
  return above;
}

function highCourt({ from, to }: Ends): CourtCode | null {
  let court = courtOfEnd(from) ?? courtOfEnd(to);
  for (let above = court; above !== null; above = upperCourt(above)) {
    court = above;
  }
  return court;
}
