import type { ReactNode } from 'react';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { HallBoundary, useHallState } from '../../hall/index.ts';
import { TileAlarm, useTileAlarm } from '../../tileAlarm/index.ts';
import { revokedUnit } from '../model/revokedUnit.ts';
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
  /** Drawn where there is no feed. */
  readonly standby?: ReactNode;
  /** Drawn in the tile's corner. */
  readonly actions?: ReactNode;
  readonly onClick?: () => void;
};

export function VideoTile({ tileKey, feedId, scale, focused = false, audible = false, selected = false, standby, actions, onClick }: VideoTileProps) {
  const revoked = useHallState((state) => (feedId === null ? null : revokedUnit(state.log, feedId)));
  const alarm = useTileAlarm(feedId);
  return (
    <div className={styles.frame} data-scale={scale} data-alarm={alarm?.severity} data-selected={selected} data-clickable={onClick !== undefined} data-actions={actions !== undefined} onClick={onClick}>
      {feedId === null || revoked !== null ? (
        <div className={styles.tile} data-tile-key={tileKey} data-feed-id="" data-unit-id="" data-state="empty">
          {revoked === null ? standby : <RevokedNotice unit={revoked} />}
        </div>
      ) : (
        <HallBoundary name={`tile ${tileKey}`}>
          <FeedPicture key={feedId} tileKey={tileKey} feedId={feedId} focused={focused} audible={audible} />
        </HallBoundary>
      )}
      {alarm !== undefined && revoked === null && <TileAlarm alarm={alarm} />}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
