import { useEffect, useRef, useState, type RefObject } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch } from '../../../media/feedReceiver.ts';
import { createFrameProbe } from '../../../media/frameProbe.ts';
import { useTileBoard } from '../../diagnostics/index.ts';
import { isFeedLive, useFrameClock, useHall, type HallServices } from '../../hall/index.ts';
import { attachTracks } from '../model/attachTracks.ts';
import { keepStill } from '../model/stillFrame.ts';
import type { TilePicture } from '../model/tilePicture.ts';
import { TileMonitor } from '../model/tileMonitor.ts';
import { followTileSize, type TileSize } from '../model/tileSize.ts';
import { NO_VIEW_YET, type TileView } from '../model/tileView.ts';

type Parts = {
  readonly tileKey: string;
  readonly feedId: FeedId;
  readonly focused: boolean;
  readonly audible: boolean;
  /** Of the sound, 0 to 1, while it is audible. */
  readonly volume: number;
  readonly onPicture: ((picture: TilePicture | null) => void) | undefined;
  readonly tile: RefObject<HTMLDivElement | null>;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly still: RefObject<HTMLCanvasElement | null>;
  readonly sound: RefObject<HTMLAudioElement | null>;
};

export type Opened = { readonly watch: FeedWatch | null };
type Wishes = { focused: boolean; audible: boolean; size: TileSize; watch: FeedWatch | null };

/** Ties a feed to the elements of a tile for as long as both are there; gives what the overlay draws. */
export function useFeedPicture({ tileKey, feedId, focused, audible, volume, onPicture, tile, video, still, sound }: Parts): { readonly view: StoreApi<TileView>; /** Whose sound and health can be asked. */ readonly opened: StoreApi<Opened> } {
  const { link, replica, receiver, ticker } = useHall();
  const board = useTileBoard();
  const [view] = useState(() => createStore<TileView>(() => NO_VIEW_YET));
  const readDelay = useFrameClock();
  const [opened] = useState(() => createStore<Opened>(() => ({ watch: null })));
  const told = useRef(onPicture);
  // A picture that moves to another tile plays on: its place is no reason to begin anew.
  const place = useRef(tileKey);
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
      get tileKey() {
        return place.current;
      },
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
    opened.setState({ watch });
    told.current?.({ feedId, video: elements.video, watch, view });
    const undoings = [
      monitor.view.subscribe((next) => view.setState(next)),
      ticker.onBeat((now) => monitor.beat(now)),
      // Nobody announces that a track is about to end, so there is always a copy of the last second.
      ticker.onSecond(() => {
        if (root.dataset['state'] === 'live' && wanted.size.widthPx > 0) {
          keep();
        }
      }),
      // What waits for this picture (the next stop of a tour, a new layout) need not wait for a beat as well.
      probe.subscribe(() => {
        if (root.dataset['state'] !== 'live') {
          monitor.beat(Date.now());
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
      told.current?.(null);
      wanted.watch = null;
      watch.close();
    };
  }, [link, replica, receiver, ticker, board, view, opened, feedId, readDelay, tile, video, still, sound]);

  useEffect(() => {
    told.current = onPicture;
    place.current = tileKey;
  }, [onPicture, tileKey]);

  useEffect(() => {
    wishes.current.focused = focused;
    wishes.current.audible = audible;
    sendWish(wishes.current);
  }, [focused, audible]);

  useEffect(() => {
    if (sound.current) {
      setVolume(sound.current, volume);
    }
  }, [sound, volume]);

  return { view, opened };
}

function setVolume(sound: HTMLAudioElement, volume: number): void {
  sound.volume = volume;
}

function sendWish({ watch, size, focused, audible }: Wishes): void {
  watch?.wish({ ...size, focused, audio: audible });
}

function readFeed(replica: HallServices['replica'], feedId: FeedId) {
  const { feeds, units } = replica.state.getState();
  const feed = feeds.get(feedId);
  return { feedKnown: feed !== undefined, unitOnline: (feed && units.get(feed.unitId)?.online) ?? false, videoClaimed: isFeedLive(feed) };
}
