import { useRef } from 'react';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { useHallState } from '../../hall/index.ts';
import { StepMark } from '../../stepMark/index.ts';
import { TileHead } from './TileHead.tsx';
import { TileNotice } from './TileNotice.tsx';
import { useFeedPicture } from './useFeedPicture.ts';
import styles from './VideoTile.module.css';

export type FeedPictureProps = {
  readonly tileKey: string;
  readonly feedId: FeedId;
  readonly focused: boolean;
  readonly audible: boolean;
};

/** The picture of one feed for as long as a tile shows it. */
export function FeedPicture({ tileKey, feedId, focused, audible }: FeedPictureProps) {
  const tile = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const sound = useRef<HTMLAudioElement>(null);
  const unitId = useHallState((state) => state.feeds.get(feedId)?.unitId ?? null);
  const view = useFeedPicture({ tileKey, feedId, focused, audible, tile, video, still, sound });
  return (
    // The monitor changes data-state by itself; the first value stands for React alone.
    <div ref={tile} className={styles.tile} data-tile-key={tileKey} data-feed-id={feedId} data-unit-id={unitId ?? ''} data-state="connecting">
      <TileHead view={view} unitId={unitId} />
      <StepMark unitId={unitId} />
      <div className={styles.picture}>
        <canvas ref={still} className={styles.still} width={1} height={1} data-role="last-frame" />
        <video ref={video} className={styles.video} data-role="feed-video" autoPlay playsInline muted disablePictureInPicture />
        <audio ref={sound} autoPlay muted={!audible} data-role="feed-audio" />
        <TileNotice view={view} unitId={unitId} />
      </div>
    </div>
  );
}
