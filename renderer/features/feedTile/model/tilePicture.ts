import type { StoreApi } from 'zustand/vanilla';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch } from '../../../media/feedReceiver.ts';
import type { TileView } from './tileView.ts';

/** What a tile holds while it shows a feed, for the tools of that tile. */
export type TilePicture = {
  readonly feedId: FeedId;
  /** Shows the feed at full decoded size, whatever is seen of it. */
  readonly video: HTMLVideoElement;
  /** The tile's own: not to be closed. */
  readonly watch: FeedWatch;
  readonly view: StoreApi<TileView>;
};
