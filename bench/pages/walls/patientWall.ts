import type { FeedId } from '#protocol/nouns/ids.ts';
import { consumeBatch } from '../../../renderer/media/receive/consumeBatch.ts';
import { MediaDevice } from '../../../renderer/media/transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../../../renderer/media/transport/openTransport.ts';
import { closeDesk, openDesk, wait, type HallAccess, type HallSession } from '../hallSession.ts';
import { clearTiles, layOutGrid, tileVideo } from '../tiles.ts';

const TILE_LAYERS = { spatialLayer: 0, temporalLayer: 2 } as const;
/** As common client libraries wait between attempts, ms. */
const FIRST_RETRY_MS = 300;
const MAX_RETRY_MS = 7_000;

let close: (() => void) | null = null;

/**
 * The same tiles as `openWall`'s, received by a client that believes its connection: it does nothing until ICE has failed or the hall
 * says that a track has ended, whatever the pictures show, and then connects anew at growing intervals.
 */
export async function openPatientWall(options: HallAccess & { feeds: readonly FeedId[]; receivers: number; columns: number; rows: number }): Promise<void> {
  closePatientWall();
  layOutGrid(options);
  const windows = Array.from({ length: options.receivers }, (_unused, window) => patientWindow(openDesk(options), options.feeds, window * options.feeds.length));
  close = () => windows.forEach((end) => end());
}

/** Idempotent. */
export function closePatientWall(): void {
  close?.();
  close = null;
  clearTiles();
}

function patientWindow(session: HallSession, feeds: readonly FeedId[], firstTile: number): () => void {
  const { link } = session;
  let way: OpenedTransport | null = null;
  const ending = new AbortController();
  const connect = async () => {
    const device = await new MediaDevice({ link }).load();
    const opened = await openTransport({ link, device, direction: 'receive', onFailed: () => void reconnect() });
    way = opened;
    const outcomes = await consumeBatch({ link, opened, wanted: feeds.map((feedId) => ({ feedId, kind: 'video' as const, layers: TILE_LAYERS })) });
    const received = outcomes.flatMap((outcome) => ('received' in outcome ? [outcome.received] : []));
    if (received.length < feeds.length) {
      throw new Error('a feed cannot be consumed');
    }
    await link.request('media.setConsumers', { changes: received.map(({ consumerId }) => ({ consumerId, paused: false })) });
    received.forEach(({ consumer }, index) => {
      tileVideo(firstTile + index).srcObject = new MediaStream([consumer.track]);
    });
  };
  let reconnecting = false;
  const reconnect = async () => {
    if (reconnecting) return;
    reconnecting = true;
    try {
      await tryUntilConnected();
    } finally {
      reconnecting = false;
    }
  };
  const tryUntilConnected = async () => {
    for (let pauseMs = FIRST_RETRY_MS; !ending.signal.aborted; pauseMs = Math.min(MAX_RETRY_MS, pauseMs * 2)) {
      try {
        if (way !== null) {
          closeTransport(link, way, { tellHall: false });
          way = null;
        }
        return await connect();
      } catch {
        await wait(pauseMs);
      }
    }
  };
  const undo = link.on('media.consumerClosed', () => void reconnect());
  void reconnect();
  return () => {
    undo();
    ending.abort();
    if (way !== null) {
      closeTransport(link, way, { tellHall: true });
    }
    closeDesk(session);
  };
}
