import type { RequestInput } from '#protocol/contract.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId } from '#protocol/nouns/ids.ts';
import type { HallState } from '../../replica/hallReplica.ts';
import type { Layers } from './layerPolicy.ts';
import type { TrackSlot } from './trackSlot.ts';
import type { WatchedFeed } from './watchedFeed.ts';

export type ConsumerChange = RequestInput<'media.setConsumers'>['changes'][number];
export type WantedSlot = { readonly slot: TrackSlot; readonly layers: Layers | null };

/** What one look at everything found to be done. */
export type Work = { readonly consume: WantedSlot[]; readonly close: ConsumerId[]; readonly change: ConsumerChange[] };

/**
 * Compares one track with what is wanted of it and adds to `work` what has to be done.
 * Returns when to look again by itself, ms since the epoch; null: only when something happens.
 */
export function addTrackWork(options: {
  feed: WatchedFeed;
  kind: TrackKind;
  now: number;
  online: boolean;
  hall: HallState;
  /** The transport in use, to tell requests under way on it from those on a lost one. */
  transport: object | null;
  work: Work;
}): number | null {
  const { feed, kind, now, online, hall, transport, work } = options;
  const slot = feed.slots[kind];
  const giveUp = () => {
    work.close.push(...slot.drop());
  };
  const { demand, wakeAt } = feed.demand(kind, now);
  if (demand === 'off') {
    giveUp();
    feed.showAbsence(kind, null);
    return null;
  }
  if (!online || !hall.synced) {
    if (!online && !slot.live && kind === 'video') {
      feed.show({ problem: 'disconnected' });
    }
    return wakeAt;
  }
  const state = hall.feeds.get(feed.feedId);
  const track = state?.tracks.find((each) => each.kind === kind);
  if (!state || !track) {
    // The hall ended the consumer with its source: there is nothing to close.
    slot.drop();
    feed.showAbsence(kind, 'feedNotLive');
    return wakeAt;
  }
  if (slot.live && slot.live.generation < state.generation) {
    // The former picture stays until the new one is there: a quick change shows no black.
    giveUp();
  }
  const plan = feed.plan(kind, track, now);
  if (slot.live) {
    const change = slot.changeTo(plan.setting);
    if (change) {
      work.change.push(change);
    }
    return plan.wakeAt;
  }
  if (plan.demand !== 'on' && slot.replacing) {
    // Nobody looks any more: the one that goes on meanwhile would never be paused.
    giveUp();
  }
  if (plan.demand !== 'on' || (slot.pendingOn !== null && slot.pendingOn === transport)) {
    return plan.wakeAt;
  }
  if (now < slot.retryAt) {
    return Math.min(plan.wakeAt ?? Infinity, slot.retryAt);
  }
  work.consume.push({ slot, layers: plan.setting.layers });
  return plan.wakeAt;
}
