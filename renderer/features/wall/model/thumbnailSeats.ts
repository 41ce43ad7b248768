import type { WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { placeKey, type PlaceKey } from './tilePlaces.ts';

/** Live pictures in the miniature at once; more would cost a desk more than they tell. */
export const MAX_THUMBNAILS = 24;

type Asked = {
  readonly layouts: WallLayouts;
  readonly isLive: (feedId: FeedId) => boolean;
  readonly isAlarmed: (feedId: FeedId) => boolean;
  readonly chosen: PlaceKey | null;
};

/** Which tiles have a live picture in the miniature: alarmed ones first, then the chosen one, then in reading order. `without`: live ones that found no seat. */
export function thumbnailSeats({ layouts, isLive, isAlarmed, chosen }: Asked): { readonly seats: ReadonlySet<PlaceKey>; readonly without: number } {
  const tiles = [...layouts].flatMap(([slotId, { tiles: all, blank }]) =>
    all.flatMap((tile) => {
      const feed = tile.content.kind === 'feed' ? tile.content.feedId : null;
      if (blank || feed === null || !isLive(feed)) {
        return [];
      }
      const key = placeKey({ slotId, tileKey: tileKeyOf(tile) });
      return [{ key, rank: isAlarmed(feed) ? 0 : key === chosen ? 1 : 2 }];
    }));
  const seated = tiles.toSorted((a, b) => a.rank - b.rank).slice(0, MAX_THUMBNAILS);
  return { seats: new Set(seated.map(({ key }) => key)), without: tiles.length - seated.length };
}
