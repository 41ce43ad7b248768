import type { TalkId } from '#protocol/nouns/ids.ts';

/** A desk, and a unit whose SOS is open, before any other unit. */
export type TalkRank = 'unit' | 'desk';

/** One who wants to speak. */
export type Claim = {
  readonly talkId: TalkId;
  /** Whose it is: one claim for each in a floor. */
  readonly claimant: string;
  readonly rank: TalkRank;
};

/** Who speaks in a channel, and who waits for it, the next one first. */
export type Floor = { readonly holder: Claim | null; readonly queue: readonly Claim[] };

export const FREE_FLOOR: Floor = { holder: null, queue: [] };

/** `talkId`: of the claim that stands for the claimant now. `preempted`: who lost the floor to it. */
export type Claimed = { readonly floor: Floor; readonly talkId: TalkId; readonly preempted: Claim | null };

/** A free floor is given at once; a desk takes it from a unit; all others wait, desks before units, each in the order they came. */
export function claimFloor(floor: Floor, claim: Claim): Claimed {
  const { holder, queue } = floor;
  if (holder?.claimant === claim.claimant) return { floor, talkId: holder.talkId, preempted: null };
  const waiting = queue.find(({ claimant }) => claimant === claim.claimant);
  if (holder === null) return { floor: { holder: claim, queue: without(queue, claim.claimant) }, talkId: claim.talkId, preempted: null };
  if (outranks(claim, holder)) return { floor: { holder: claim, queue: without(queue, claim.claimant) }, talkId: claim.talkId, preempted: holder };
  if (waiting !== undefined && !outranks(claim, waiting)) return { floor, talkId: waiting.talkId, preempted: null };
  const others = without(queue, claim.claimant);
  const at = others.findIndex((other) => outranks(claim, other));
  return { floor: { holder, queue: at === -1 ? [...others, claim] : [...others.slice(0, at), claim, ...others.slice(at)] }, talkId: claim.talkId, preempted: null };
}

/** Gives back the floor or a place in its queue. `granted`: who has the floor now and had not before. */
export function releaseFloor(floor: Floor, talkId: TalkId): { readonly floor: Floor; readonly granted: Claim | null } {
  if (floor.holder?.talkId !== talkId) {
    const queue = floor.queue.filter((claim) => claim.talkId !== talkId);
    return { floor: queue.length === floor.queue.length ? floor : { ...floor, queue }, granted: null };
  }
  const [next = null, ...queue] = floor.queue;
  return { floor: { holder: next, queue }, granted: next };
}

/** 0 for the holder, 1 for the next, undefined for nobody of this floor. */
export function placeIn(floor: Floor, talkId: TalkId): number | undefined {
  if (floor.holder?.talkId === talkId) return 0;
  const at = floor.queue.findIndex((claim) => claim.talkId === talkId);
  return at === -1 ? undefined : at + 1;
}

function outranks(one: Claim, other: Claim): boolean {
  return one.rank === 'desk' && other.rank === 'unit';
}

function without(queue: readonly Claim[], claimant: string): readonly Claim[] {
  return queue.filter((claim) => claim.claimant !== claimant);
}
