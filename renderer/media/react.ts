import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { FeedMedia, FeedReceiver, FeedWatch, FeedWish } from './feedReceiver.ts';
import { createFrameProbe, type FrameProbe, type FrameProbeOptions } from './frameProbe.ts';

/** Watches a feed while the component is mounted, with the wish it has now. Null until the first effect ran. */
export function useFeedWatch(receiver: FeedReceiver, feedId: FeedId, wish: FeedWish): FeedWatch | null {
  const [watch, setWatch] = useState<FeedWatch | null>(null);
  useEffect(() => {
    const opened = receiver.watch(feedId);
    setWatch(opened);
    return () => opened.close();
  }, [receiver, feedId]);
  const { widthPx, heightPx, focused, audio } = wish;
  useEffect(() => watch?.wish({ widthPx, heightPx, focused, audio }), [watch, widthPx, heightPx, focused, audio]);
  return watch;
}

export function useFeedMedia(watch: FeedWatch): FeedMedia {
  return useStore(watch.media);
}

/** Puts the track on the video element, and takes it off again: an element that keeps its stream leaks its player. */
export function useVideoTrack(video: HTMLVideoElement | null, track: MediaStreamTrack | null): void {
  useEffect(() => {
    if (!video || !track) {
      return undefined;
    }
    video.srcObject = new MediaStream([track]);
    // Refused only for sound without a gesture; these elements are muted.
    video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [video, track]);
}

/** A probe of the element while it is mounted. `now` has to stay the same function from render to render. */
export function useFrameProbe(video: HTMLVideoElement | null, options: FrameProbeOptions): FrameProbe | null {
  const { sourceTag, now, readDelay } = options;
  const [probe, setProbe] = useState<FrameProbe | null>(null);
  useEffect(() => {
    if (!video) {
      return undefined;
    }
    const opened = createFrameProbe(video, { now, readDelay, ...(sourceTag === undefined ? {} : { sourceTag }) });
    setProbe(opened);
    return () => {
      opened.close();
      setProbe(null);
    };
  }, [video, sourceTag, now, readDelay]);
  return probe;
}
