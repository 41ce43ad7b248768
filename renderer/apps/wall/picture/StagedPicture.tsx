import { memo, useMemo, type CSSProperties, type ReactNode } from 'react';
import type { Part } from '#domain/wall/show/spanParts.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { PLAIN_LOOK, type Density, type WallTile } from '#protocol/wall/layout.ts';
import { VideoTile } from '../../../features/feedTile/index.ts';
import { useHallState } from '../../../features/hall/index.ts';
import { LookBack } from '../../../features/lookBack/index.ts';
import { WallContent } from '../../../features/wallContent/index.ts';
import { AlarmHead } from './AlarmHead.tsx';
import { HotspotHint } from './HotspotHint.tsx';
import { TileStandby } from './TileStandby.tsx';
import styles from './StagedPicture.module.css';

/** What is played beside an alarm: how it came to it. */
const BEFORE_ALARM_MS = 30_000;

type StagedPictureProps = {
  readonly tileKey: string;
  readonly tile: WallTile;
  readonly part: Part | null;
  readonly density: Density;
  readonly feedId: FeedId | null;
  readonly content: TileContent;
  readonly alarm: Alarm | null;
  readonly waiting: number;
  readonly framed: UnitId | null;
  /** False while it is only connected. */
  readonly seen: boolean;
};

/** One tile of the wall. The same elements with an alarm and without, so that a picture goes on when one comes or goes. */
export const StagedPicture = memo(function StagedPicture({ tileKey, tile, part, density, feedId, content, alarm, waiting, framed, seen }: StagedPictureProps) {
  const isFramed = useHallState((state) => feedId !== null && framed !== null && state.feeds.get(feedId)?.unitId === framed);
  const look = useMemo(() => (alarm === null ? tile.look : { ...PLAIN_LOOK, volume: tile.look.volume }), [alarm, tile.look]);
  const key = seen ? tileKey : `beneath/${tileKey}`;
  return (
    <div className={styles.tile} data-content={alarm === null ? tile.content.kind : 'alarm'} data-alarm-id={alarm?.alarmId} data-severity={alarm?.severity} data-cell={key}>
      {alarm !== null && <AlarmHead alarm={alarm} waiting={waiting} />}
      <div className={styles.pictures}>
        <div className={styles.live}>
          {feedId === null ? (
            <Drawn part={part}>{content.kind === 'hotspot' ? <HotspotHint tileKey={key} /> : content.kind === 'feed' || content.kind === 'tour' ? null : <WallContent content={content} tileKey={key} density={density} />}</Drawn>
          ) : (
            <VideoTile
              tileKey={key}
              feedId={feedId}
              scale="wall"
              density={alarm === null ? density : 'bare'}
              look={seen ? look : PLAIN_LOOK}
              part={alarm === null ? part : null}
              focused={alarm !== null}
              selected={isFramed && alarm === null}
              standby={<TileStandby />}
            />
          )}
        </div>
        {alarm !== null && feedId !== null && seen && (
          <div className={styles.before} data-role="alarm-before">
            <LookBack feedId={feedId} endsAt={alarm.raisedAt} lengthMs={BEFORE_ALARM_MS} loop />
          </div>
        )}
      </div>
    </div>
  );
});

/** What is drawn by this machine, or the part of it that belongs to this tile. */
function Drawn({ part, children }: { part: Part | null; children: ReactNode }) {
  const style: CSSProperties | undefined =
    part === null
      ? undefined
      : { inset: 'auto', left: `${(-part.x / part.width) * 100}%`, top: `${(-part.y / part.height) * 100}%`, width: `${100 / part.width}%`, height: `${100 / part.height}%` };
  return <div className={styles.drawn} style={style}>{children}</div>;
}
