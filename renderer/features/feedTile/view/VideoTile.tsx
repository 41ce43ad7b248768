import type { ReactNode } from 'react';
import type { Part } from '#domain/wall/show/spanParts.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { PLAIN_LOOK, type Density, type TileLook } from '#protocol/wall/layout.ts';
import { HallBoundary, useHallState } from '../../hall/index.ts';
import { OutsideMark } from '../../outsideMark/index.ts';
import { TalkMark } from '../../talkMark/index.ts';
import { TileAlarm, useTileAlarm } from '../../tileAlarm/index.ts';
import { revokedUnit } from '../model/revokedUnit.ts';
import type { TilePicture } from '../model/tilePicture.ts';
import { FeedPicture } from './FeedPicture.tsx';
import { RevokedNotice } from './RevokedNotice.tsx';
import styles from './VideoTile.module.css';

export type VideoTileProps = {
  /** Place in the window: `0` … on a wall, `desk-…` on the desk. */
  readonly tileKey: string;
  readonly feedId: FeedId | null;
  /** Lettering: to be read at a desk, or at five metres. */
  readonly scale: 'desk' | 'wall';
  /** Served first when bandwidth is short. */
  readonly focused?: boolean;
  readonly audible?: boolean;
  readonly selected?: boolean;
  /** How much stands over the picture. */
  readonly density?: Density;
  /** How the picture is looked at; its volume is heard as soon as it is not 0. */
  readonly look?: TileLook;
  /** What this tile shows of a picture over several tiles. */
  readonly part?: Part | null;
  /** Set where a hand may zoom and move the picture in the tile. */
  readonly onLook?: (look: TileLook) => void;
  /** Told what the tile holds, for tools; null when it holds it no more. */
  readonly onPicture?: (picture: TilePicture | null) => void;
  /** Drawn over the picture instead of it, while it goes on beneath. */
  readonly over?: ReactNode;
  /** Drawn where there is no feed. */
  readonly standby?: ReactNode;
  /** Drawn in the tile's corner. */
  readonly actions?: ReactNode;
  readonly onClick?: () => void;
};

export function VideoTile({ tileKey, feedId, scale, focused = false, audible = false, selected = false, density = 'full', look = PLAIN_LOOK, part = null, onLook, onPicture, over, standby, actions, onClick }: VideoTileProps) {
  const revoked = useHallState((state) => (feedId === null ? null : revokedUnit(state.log, feedId)));
  const alarm = useTileAlarm(feedId);
  return (
    <div className={styles.frame} data-scale={scale} data-alarm={alarm?.severity} data-selected={selected} data-clickable={onClick !== undefined} data-density={density} data-span={part !== null} data-actions={actions !== undefined} onClick={onClick}>
      {feedId === null || revoked !== null ? (
        <div className={styles.tile} data-tile-key={tileKey} data-feed-id="" data-unit-id="" data-state="empty">
          {revoked === null ? standby : <RevokedNotice unit={revoked} />}
        </div>
      ) : (
        <HallBoundary name={`tile ${tileKey}`}>
          <FeedPicture key={feedId} tileKey={tileKey} feedId={feedId} focused={focused} audible={audible} density={density} look={look} part={part} onLook={onLook} onPicture={onPicture} over={over} />
        </HallBoundary>
      )}
      {feedId !== null && revoked === null && <OutsideMark feedId={feedId} scale={scale} />}
      {feedId !== null && revoked === null && <TalkMark feedId={feedId} scale={scale} />}
      {alarm !== undefined && revoked === null && <TileAlarm alarm={alarm} />}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
