import type { TrackKind } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RoomSource, ViewWish } from '../../ports/roomMedia.ts';
import type { Session } from '../../ports/session.ts';
import type { ViewedTrack } from '../viewedTrack.ts';

type View = (viewer: Session, feed: { readonly feedId: FeedId; readonly kind: TrackKind }, wish: ViewWish, onClosed: () => void) => Promise<ViewedTrack>;

/** A unit's feed as a room shows it: counted among the feed's viewers like any other. */
export function feedSourceOf(feedId: FeedId, kind: TrackKind, view: View): RoomSource {
  return {
    kind,
    view: async (viewer, wish, onClosed) => {
      const viewed = await view(viewer, { feedId, kind }, wish, onClosed);
      const { consumerId, producerId, rtpParameters } = viewed.sheet();
      return { consumerId, producerId, kind, rtpParameters, apply: (change) => viewed.apply({ ...change, consumerId }), close: () => viewed.close() };
    },
  };
}
