import { useRef, type ReactNode } from 'react';
import type { Part } from '#domain/wall/show/spanParts.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Density, TileLook } from '#protocol/wall/layout.ts';
import { DrawingLayer } from '../../drawing/index.ts';
import { useHallState } from '../../hall/index.ts';
import { StepMark } from '../../stepMark/index.ts';
import type { TilePicture } from '../model/tilePicture.ts';
import { FrozenMark } from './frozen/FrozenMark.tsx';
import { LevelMeter } from './sound/LevelMeter.tsx';
import { TileHead } from './TileHead.tsx';
import { TileHintLine, TileNotice } from './TileNotice.tsx';
import { useFeedPicture } from './useFeedPicture.ts';
import { useFrozen } from './frozen/useFrozen.ts';
import { useLens } from './useLens.ts';
import styles from './VideoTile.module.css';

export type FeedPictureProps = {
  readonly tileKey: string;
  readonly feedId: FeedId;
  readonly focused: boolean;
  readonly audible: boolean;
  readonly density: Density;
  readonly look: TileLook;
  readonly part: Part | null;
  readonly onLook: ((look: TileLook) => void) | undefined;
  readonly onPicture: ((picture: TilePicture | null) => void) | undefined;
  readonly over: ReactNode;
};

/** The picture of one feed for as long as a tile shows it. */
export function FeedPicture({ tileKey, feedId, focused, audible, density, look, part, onLook, onPicture, over }: FeedPictureProps) {
  const tile = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const lens = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const frozenFrame = useRef<HTMLCanvasElement>(null);
  const sound = useRef<HTMLAudioElement>(null);
  const unitId = useHallState((state) => state.feeds.get(feedId)?.unitId ?? null);
  const heard = audible || look.volume > 0;
  const { view, opened } = useFeedPicture({ tileKey, feedId, focused, audible: heard, volume: look.volume > 0 ? look.volume : 1, tile, video, still, sound, onPicture });
  useLens({ tile, box, lens, video, look, part, headed: density !== 'bare', onLook });
  const frozen = useFrozen({ frozenAt: look.frozenAt, video, canvas: frozenFrame });
  // Over a span the name is said once.
  const isFirst = part === null || (part.x === 0 && part.y === 0);
  return (
    // The monitor changes data-state by itself; the first value stands for React alone.
    <div ref={tile} className={styles.tile} data-tile-key={tileKey} data-feed-id={feedId} data-unit-id={unitId ?? ''} data-state="connecting" data-frozen={frozen === 'frozen'}>
      {isFirst ? <TileHead view={view} unitId={unitId} density={density} /> : <span />}
      <StepMark unitId={unitId} />
      <div ref={box} className={styles.picture} data-role="picture-box" data-zoomed={look.zoom > 1} data-movable={onLook !== undefined}>
        <div ref={lens} className={styles.lens}>
          <canvas ref={still} className={styles.still} width={1} height={1} data-role="last-frame" />
          <video ref={video} className={styles.video} data-role="feed-video" autoPlay playsInline muted disablePictureInPicture />
          <canvas ref={frozenFrame} className={styles.frozen} width={1} height={1} data-role="frozen-frame" />
          <DrawingLayer feedId={feedId} />
        </div>
        <audio ref={sound} autoPlay muted={!heard} data-role="feed-audio" />
        {over !== undefined && <div className={styles.over}>{over}</div>}
        {isFirst && density !== 'bare' && <TileNotice view={view} unitId={unitId} />}
        {isFirst && look.frozenAt === null && <TileHintLine view={view} />}
        {frozen !== 'moving' && look.frozenAt !== null && <FrozenMark kind={frozen} frozenAt={look.frozenAt} view={view} />}
        {heard && <LevelMeter opened={opened} />}
      </div>
    </div>
  );
}
