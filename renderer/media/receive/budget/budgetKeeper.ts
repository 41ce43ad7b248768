import { TRACK_KINDS } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { allotLayers, nominalKbit, type Bid, type Share } from './allotLayers.ts';
import { lowerLayers } from '../layerPolicy.ts';
import type { WatchedFeed } from '../watchedFeed.ts';

/** One voice, kbit/s. */
const AUDIO_KBIT = 40;
/** More is given only when it would fit into this part of the budget: what is at its edge does not swing to and fro. */
const RISE_BELOW = 0.9;
const MIN_FACTOR = 0.3;
const MAX_FACTOR = 2;

export type BudgetState = { readonly budgetKbit: number | null; readonly plannedKbit: number; readonly receivedKbit: number | null; readonly budgetKept: boolean };

/** Shares a window's budget among its pictures and learns from what really comes how much layers take. */
export class BudgetKeeper {
  #budgetKbit: number | null = null;
  #shares: ReadonlyMap<FeedId, Share> = new Map();
  #factor = 1;
  #nominalKbit = 0;
  #fixedKbit = 0;
  #kept = true;
  #receivedKbit: number | null = null;
  #measured: { bytes: number; at: number; source: object } | null = null;
  /** The plan changed since the last measuring: what came belongs to both. */
  #moved = true;

  get budgetKbit(): number | null {
    return this.#budgetKbit;
  }

  set(budgetKbit: number | null): void {
    this.#budgetKbit = budgetKbit;
    this.#shares = new Map();
    this.#receivedKbit = null;
    this.#measured = null;
    this.#factor = 1;
  }

  /** Puts a cap on each feed that is wanted now, or takes all caps off. */
  keep(feeds: Iterable<WatchedFeed>, hall: HallState, now: number): void {
    const bids: Bid<FeedId>[] = [];
    let fixedKbit = 0;
    const held = [...feeds];
    for (const feed of held) {
      const state = hall.feeds.get(feed.feedId);
      for (const kind of TRACK_KINDS) {
        const track = state?.tracks.find((each) => each.kind === kind);
        if (!track || feed.demand(kind, now).demand !== 'on') {
          continue;
        }
        const bid = kind === 'video' ? feed.bid(track) : null;
        if (bid) {
          bids.push({ key: feed.feedId, ...bid });
        } else {
          fixedKbit += kind === 'audio' ? AUDIO_KBIT : nominalKbit({ spatialLayers: 1, temporalLayers: 1, layers: { spatialLayer: 0, temporalLayer: 0 } });
        }
      }
    }
    const shares = this.#share(bids, fixedKbit);
    for (const feed of held) {
      feed.cap = this.#budgetKbit === null ? null : (shares.get(feed.feedId)?.layers ?? null);
    }
    const total = [...shares.values()].reduce((sum, { kbit }) => sum + kbit, 0) / this.#factor;
    this.#moved ||= Math.abs(total + fixedKbit - this.#nominalKbit - this.#fixedKbit) > 1;
    this.#nominalKbit = total;
    this.#fixedKbit = fixedKbit;
    this.#shares = shares;
  }

  /** All bytes that came over `source` (the transport) up to `at`, ms since the epoch. Returns whether the plan should be looked at again. */
  measure(bytes: number, at: number, source: object): boolean {
    const before = this.#measured;
    this.#measured = { bytes, at, source };
    const steady = !this.#moved;
    this.#moved = false;
    if (before?.source !== source || at <= before.at || bytes < before.bytes) {
      this.#receivedKbit = null;
      return false;
    }
    this.#receivedKbit = ((bytes - before.bytes) * 8) / (at - before.at);
    if (!steady || this.#nominalKbit === 0) {
      return false;
    }
    const factor = Math.min(MAX_FACTOR, Math.max(MIN_FACTOR, (this.#receivedKbit - this.#fixedKbit) / this.#nominalKbit));
    this.#factor += (factor - this.#factor) / 2;
    return true;
  }

  state(): BudgetState {
    return {
      budgetKbit: this.#budgetKbit,
      plannedKbit: Math.round(this.#nominalKbit * this.#factor + this.#fixedKbit),
      receivedKbit: this.#receivedKbit === null ? null : Math.round(this.#receivedKbit),
      budgetKept: this.#kept,
    };
  }

  #share(bids: readonly Bid<FeedId>[], fixedKbit: number): ReadonlyMap<FeedId, Share> {
    const budgetKbit = this.#budgetKbit;
    const most = allotLayers({ bids, budgetKbit: (budgetKbit ?? Infinity) - fixedKbit, factor: this.#factor });
    this.#kept = most.kept;
    if (budgetKbit === null) {
      return most.shares;
    }
    const safe = allotLayers({ bids, budgetKbit: budgetKbit * RISE_BELOW - fixedKbit, factor: this.#factor });
    return new Map(
      bids.flatMap((bid) => {
        const upper = most.shares.get(bid.key);
        return upper ? [[bid.key, this.#steady(bid, { upper, lower: safe.shares.get(bid.key) ?? upper })] as const] : [];
      }),
    );
  }

  /** What it has, unless that is more than fits or less than fits with room to spare. */
  #steady(bid: Bid<FeedId>, { upper, lower }: { upper: Share; lower: Share }): Share {
    const before = this.#shares.get(bid.key)?.layers;
    if (!before || lowerLayers(before, upper.layers) !== before) {
      return upper;
    }
    return lowerLayers(lower.layers, before) === lower.layers
      ? { layers: before, kbit: this.#factor * nominalKbit({ spatialLayers: bid.spatialLayers, temporalLayers: bid.temporalLayers, layers: before }) }
      : lower;
  }
}
