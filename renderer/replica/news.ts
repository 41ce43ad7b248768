import type { RequestOutput } from '#protocol/contract.ts';
import type { Feed, Unit } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import type { HallState } from './hallReplica.ts';

/** One thing of the hall in its present state, whole. */
export type News = { readonly unit: Unit } | { readonly feed: Feed } | { readonly slot: WallSlot };

export type HallMaps = Pick<HallState, 'units' | 'feeds' | 'wall'>;

export function stateOfSnapshot(snapshot: RequestOutput<'hall.follow'>): HallMaps {
  return {
    units: new Map(snapshot.units.map((unit) => [unit.unitId, unit])),
    feeds: new Map(snapshot.feeds.map((feed) => [feed.feedId, feed])),
    wall: new Map(snapshot.wall.map((slot) => [slot.slotId, slot])),
  };
}

/** The maps with the news applied in order. Maps that nothing happened to stay the same objects. */
export function appliedNews(maps: HallMaps, news: readonly News[]): HallMaps {
  let { units, feeds, wall } = maps;
  for (const item of news) {
    if ('unit' in item) {
      units = new Map(units).set(item.unit.unitId, item.unit);
    } else if ('feed' in item) {
      feeds = new Map(feeds).set(item.feed.feedId, item.feed);
    } else {
      wall = new Map(wall).set(item.slot.slotId, item.slot);
    }
  }
  return { units, feeds, wall };
}
