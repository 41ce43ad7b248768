import type { FeedId } from '#protocol/nouns/ids.ts';
import { createFeedReceiver } from '../../../renderer/media/createFeedReceiver.ts';
import type { FeedWatch } from '../../../renderer/media/feedReceiver.ts';
import { closeDesk, openDesk, type HallAccess } from '../hallSession.ts';
import { received, type Received } from '../peerWatch.ts';
import { clearTiles, followTrack, layOutGrid, tileVideo } from '../tiles.ts';

export type WallLayers = 'fitting' | 'top';

export type WallSight = Received & {
  readonly framesDecoded: number;
  readonly framesDropped: number;
  /** Height of the picture in each tile now, pixels: which layer is really there. */
  readonly heightsPx: readonly number[];
};

/** Larger than any layer: the layer policy then asks for the top one, as a wall without a policy would get it. */
const HUGE = { widthPx: 7_680, heightPx: 4_320 };

let tiles: FeedWatch[] = [];
let close: (() => void) | null = null;

/**
 * `receivers` sessions side by side, each with all of `feeds`: as many tiles as their product, each with a consumer and a
 * decoder of its own, of few encoders. Resolves when every tile has shown a frame.
 */
export async function openWall(options: HallAccess & { feeds: readonly FeedId[]; receivers: number; columns: number; rows: number }): Promise<void> {
  closeWall();
  layOutGrid(options);
  const windows = Array.from({ length: options.receivers }, () => {
    const session = openDesk(options);
    return { session, receiver: createFeedReceiver(session) };
  });
  close = () => {
    for (const { session, receiver } of windows) {
      receiver.close();
      closeDesk(session);
    }
  };
  tiles = windows.flatMap(({ receiver }) => options.feeds.map((feedId) => receiver.watch(feedId)));
  tiles.forEach((_, tile) => tileVideo(tile));
  setWallLayers({ layers: 'fitting' });
  await Promise.all(tiles.map(({ media }, tile) => followTrack({ tile, media })));
}

export function setWallLayers(options: { layers: WallLayers }): void {
  for (const [tile, watch] of tiles.entries()) {
    const { clientWidth, clientHeight } = tileVideo(tile);
    const fitting = { widthPx: clientWidth * devicePixelRatio, heightPx: clientHeight * devicePixelRatio };
    watch.wish({ ...(options.layers === 'top' ? HUGE : fitting), focused: false, audio: false });
  }
}

export async function wallSight(): Promise<WallSight> {
  const videos = tiles.map((_, tile) => tileVideo(tile));
  const qualities = videos.map((video) => video.getVideoPlaybackQuality());
  return {
    ...(await received()),
    framesDecoded: qualities.reduce((sum, { totalVideoFrames }) => sum + totalVideoFrames, 0),
    framesDropped: qualities.reduce((sum, { droppedVideoFrames }) => sum + droppedVideoFrames, 0),
    heightsPx: videos.map(({ videoHeight }) => videoHeight),
  };
}

/** Idempotent. */
export function closeWall(): void {
  close?.();
  close = null;
  tiles = [];
  clearTiles();
}
