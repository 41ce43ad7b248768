import { useEffect, useRef, useState, type RefObject } from 'react';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedWatch } from '../../../../media/feedReceiver.ts';
import { attachTracks, followTileSize, keepStill } from '../../../feedTile/index.ts';
import { useHall } from '../../../hall/index.ts';

/** Longer without a frame while it plays: the picture stands still. */
const STILL_MS = 3_000;

type Wishes = { audible: boolean; size: { readonly widthPx: number; readonly heightPx: number }; watch: FeedWatch | null };
type Parts = {
  readonly feedId: FeedId;
  readonly audible: boolean;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly still: RefObject<HTMLCanvasElement | null>;
  readonly sound: RefObject<HTMLAudioElement | null>;
};

/**
 * Ties the feed of a playback to its elements. It is no tile: a picture that stands still is what a pause looks like, and nothing is
 * mended. Answers whether frames come.
 */
export function usePlaybackPicture({ feedId, audible, video, still, sound }: Parts): boolean {
  const { receiver, ticker } = useHall();
  const [moves, setMoves] = useState(false);
  const wishes = useRef<Wishes>({ audible, size: { widthPx: 0, heightPx: 0 }, watch: null });

  useEffect(() => {
    const elements = { video: video.current, still: still.current, sound: sound.current };
    if (!elements.video || !elements.still || !elements.sound) {
      return undefined;
    }
    const { video: picture, still: copy } = elements;
    const keep = () => void keepStill(picture, copy, picture.videoWidth);
    const opened = receiver.watch(feedId);
    const wanted = wishes.current;
    wanted.watch = opened;
    let shown = 0;
    let lastAt = Number.NEGATIVE_INFINITY;
    const undo = [
      attachTracks(opened, { video: picture, sound: elements.sound, keep }),
      ticker.onBeat((now) => {
        const frames = picture.getVideoPlaybackQuality().totalVideoFrames;
        const track = opened.media.getState().videoTrack;
        // A track that is off, or has nothing to show, gives black frames.
        if (frames !== shown && track !== null && track.enabled && !track.muted) {
          shown = frames;
          lastAt = now;
          // Nobody announces that a track ends, and a video without one turns black.
          keep();
        }
        setMoves(now - lastAt < STILL_MS);
      }),
      followTileSize(picture, (size) => {
        wanted.size = size;
        sendWish(wanted);
      }),
    ];
    return () => {
      undo.forEach((each) => each());
      wanted.watch = null;
      opened.close();
    };
  }, [receiver, ticker, feedId, video, still, sound]);

  useEffect(() => {
    wishes.current.audible = audible;
    sendWish(wishes.current);
  }, [audible]);

  return moves;
}

function sendWish({ watch, size, audible }: Wishes): void {
  watch?.wish({ ...size, focused: true, audio: audible });
}
