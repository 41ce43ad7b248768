import type { FeedId } from '#protocol/nouns/ids.ts';
import { createFeedReceiver } from '../../../renderer/media/createFeedReceiver.ts';
import type { FeedReceiver, FeedWatch } from '../../../renderer/media/feedReceiver.ts';
import { closeDesk, openDesk, type HallAccess, type HallSession } from '../hallSession.ts';
import { openPeers } from '../peerWatch.ts';
import { clearTiles, layOutGrid, tileVideo } from '../tiles.ts';

/** What grows when something is not given back. */
export type Holdings = {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly peers: number;
  /** m-lines of all connections. */
  readonly transceivers: number;
  readonly changes: number;
};

type Shown = { readonly watch: FeedWatch; readonly stop: () => void };

let wall: { session: HallSession; receiver: FeedReceiver; feeds: readonly FeedId[]; shown: Shown[]; timer: ReturnType<typeof setInterval>; access: HallAccess } | null = null;
let changes = 0;

/** A wall on which one tile changes its feed every second. */
export function openRestlessWall(options: HallAccess & { feeds: readonly FeedId[]; columns: number; rows: number }): void {
  closeRestlessWall();
  layOutGrid(options);
  const session = openDesk(options);
  const receiver = createFeedReceiver(session);
  wall = { session, receiver, feeds: options.feeds, shown: [], access: options, timer: setInterval(changeOne, 1_000) };
  for (let tile = 0; tile < options.columns * options.rows; tile += 1) {
    wall.shown.push(show(wall.receiver, tile, options.feeds[tile % options.feeds.length]!));
  }
}

/** The connection is given up and made anew, as after a cut. */
export function reconnectRestlessWall(): void {
  if (wall === null) {
    return;
  }
  const { access, feeds, shown } = wall;
  const side = Math.sqrt(shown.length);
  openRestlessWall({ ...access, feeds, columns: side, rows: side });
}

export function holdings(): Holdings {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return {
    heapBytes: memory?.usedJSHeapSize ?? 0,
    nodes: document.querySelectorAll('*').length,
    peers: openPeers().length,
    transceivers: openPeers().reduce((sum, peer) => sum + peer.getTransceivers().length, 0),
    changes,
  };
}

/** Idempotent. */
export function closeRestlessWall(): void {
  if (wall !== null) {
    clearInterval(wall.timer);
    wall.shown.forEach(({ stop }) => stop());
    wall.receiver.close();
    closeDesk(wall.session);
    wall = null;
  }
  clearTiles();
}

function changeOne(): void {
  if (wall !== null) {
    const tile = changes % wall.shown.length;
    changes += 1;
    wall.shown[tile]?.stop();
    wall.shown[tile] = show(wall.receiver, tile, wall.feeds[(tile + changes) % wall.feeds.length]!);
  }
}

function show(receiver: FeedReceiver, tile: number, feedId: FeedId): Shown {
  const watch = receiver.watch(feedId);
  const video = tileVideo(tile);
  watch.wish({ widthPx: video.clientWidth, heightPx: video.clientHeight, focused: false, audio: false });
  const attach = () => {
    const { videoTrack } = watch.media.getState();
    if (videoTrack !== null) {
      video.srcObject = new MediaStream([videoTrack]);
    }
  };
  attach();
  const undo = watch.media.subscribe(attach);
  return {
    watch,
    stop: () => {
      undo();
      video.srcObject = null;
      watch.close();
    },
  };
}
