import { useEffect, useRef, useState, type RefObject } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch } from '../../../media/feedReceiver.ts';
import { createFrameProbe } from '../../../media/frameProbe.ts';
import { useTileBoard } from '../../diagnostics/index.ts';
import { isFeedLive, useFrameClock, useHall, type HallServices } from '../../hall/index.ts';
import { keepStill } from '../model/stillFrame.ts';
import { TileMonitor } from '../model/tileMonitor.ts';
import { followTileSize, type TileSize } from '../model/tileSize.ts';
import type { TileView } from '../model/tileView.ts';

type Parts = {
  readonly tileKey: string;
  readonly feedId: FeedId;
  readonly focused: boolean;
  readonly audible: boolean;
  readonly tile: RefObject<HTMLDivElement | null>;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly still: RefObject<HTMLCanvasElement | null>;
  readonly sound: RefObject<HTMLAudioElement | null>;
};

type Wishes = { focused: boolean; audible: boolean; size: TileSize; watch: FeedWatch | null };

/** Ties a feed to the elements of a tile for as long as both are there; gives what the overlay draws. */
export function useFeedPicture({ tileKey, feedId, focused, audible, tile, video, still, sound }: Parts): StoreApi<TileView> {
  const { link, replica, receiver, ticker } = useHall();
  const board = useTileBoard();
  const [view] = useState(() => createStore<TileView>(() => ({ state: 'connecting', reason: null, lastFrameAt: null, withoutPictureS: 0, delayMs: null })));
  const readDelay = useFrameClock();
  const wishes = useRef<Wishes>({ focused, audible, size: { widthPx: 0, heightPx: 0 }, watch: null });

  useEffect(() => {
    const elements = { tile: tile.current, video: video.current, still: still.current, sound: sound.current };
    if (!elements.tile || !elements.video || !elements.still || !elements.sound) {
      return undefined;
    }
    const root = elements.tile;
    const keep = keepStill.bind(null, elements.video, elements.still);
    const wanted = wishes.current;
    const watch = receiver.watch(feedId);
    const detach = attachTracks(watch, { video: elements.video, sound: elements.sound, keep });
    const probe = createFrameProbe(elements.video, {
      now: () => link.now(),
      readDelay,
    });
    const monitor = TileMonitor.create({
      tileKey,
      feedId,
      watch,
      probe,
      readFeed: () => readFeed(replica, feedId),
      online: () => link.state.getState().phase === 'online',
      clockOffsetMs: () => link.now() - Date.now(),
      now: Date.now(),
      onState: (state) => {
        root.dataset['state'] = state;
        keep();
      },
    });
    view.setState(monitor.view.getState());
    wanted.watch = watch;
    const undoings = [
      monitor.view.subscribe((next) => view.setState(next)),
      ticker.onBeat((now) => monitor.beat(now)),
      // Nobody announces that a track is about to end, so there is always a copy of the last second.
      ticker.onSecond(() => {
        if (root.dataset['state'] === 'live' && wanted.size.widthPx > 0) {
          keep();
        }
      }),
      board.add(monitor),
      // The picture's own size: the tile's head takes some of the tile.
      followTileSize(elements.video, (size) => {
        wanted.size = size;
        monitor.setVisible(size.widthPx > 0, Date.now());
        sendWish(wanted);
      }),
    ];
    return () => {
      undoings.forEach((undo) => undo());
      probe.close();
      detach();
      wanted.watch = null;
      watch.close();
    };
  }, [link, replica, receiver, ticker, board, view, tileKey, feedId, readDelay, tile, video, still, sound]);

  useEffect(() => {
    wishes.current.focused = focused;
    wishes.current.audible = audible;
    sendWish(wishes.current);
  }, [focused, audible]);

  return view;
}

function sendWish({ watch, size, focused, audible }: Wishes): void {
  watch?.wish({ ...size, focused, audio: audible });
}

function readFeed(replica: HallServices['replica'], feedId: FeedId) {
  const { feeds, units } = replica.state.getState();
  const feed = feeds.get(feedId);
  return { feedKnown: feed !== undefined, unitOnline: (feed && units.get(feed.unitId)?.online) ?? false, videoClaimed: isFeedLive(feed) };
}

function attachTracks(watch: FeedWatch, { video, sound, keep }: { video: HTMLVideoElement; sound: HTMLAudioElement; keep: () => void }): () => void {
  let videoTrack: MediaStreamTrack | null = null;
  let audioTrack: MediaStreamTrack | null = null;
  const attach = () => {
    const media = watch.media.getState();
    // A picture that goes away keeps its last frame: the stream is only replaced by another one.
    if (media.videoTrack !== null && media.videoTrack !== videoTrack) {
      keep();
      videoTrack = media.videoTrack;
      video.srcObject = new MediaStream([videoTrack]);
    }
    if (media.audioTrack !== audioTrack) {
      audioTrack = media.audioTrack;
      sound.srcObject = audioTrack === null ? null : new MediaStream([audioTrack]);
    }
  };
  attach();
  const stop = watch.media.subscribe(attach);
  return () => {
    stop();
    // Chromium keeps decoding for an element that is removed with its stream on.
    video.srcObject = null;
    sound.srcObject = null;
  };
}
