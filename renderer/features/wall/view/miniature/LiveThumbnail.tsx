import { useEffect, useRef } from 'react';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { followTileSize } from '../../../feedTile/index.ts';
import { useHall } from '../../../hall/index.ts';
import styles from './miniature.module.css';

/** A feed, live and without sound, at the size of a thumb; receives nothing while it cannot be seen. */
export function LiveThumbnail({ feedId }: { feedId: FeedId }) {
  const { receiver } = useHall();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) {
      return undefined;
    }
    const watch = receiver.watch(feedId);
    let shown: MediaStreamTrack | null = null;
    const attach = () => {
      const { videoTrack } = watch.media.getState();
      // A picture that goes away keeps its last frame until there is another.
      if (videoTrack !== null && videoTrack !== shown) {
        shown = videoTrack;
        element.srcObject = new MediaStream([videoTrack]);
      }
    };
    attach();
    const stopMedia = watch.media.subscribe(attach);
    const stopSize = followTileSize(element, (size) => watch.wish({ ...size, focused: false, audio: false }));
    return () => {
      stopMedia();
      stopSize();
      // Chromium keeps decoding for an element that is removed with its stream on.
      element.srcObject = null;
      watch.close();
    };
  }, [receiver, feedId]);
  return <video ref={video} className={styles.thumbnail} data-role="thumbnail" autoPlay muted playsInline disablePictureInPicture tabIndex={-1} aria-hidden="true" />;
}
