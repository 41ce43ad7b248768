import { useTranslation } from 'react-i18next';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import { VideoTile } from '../../features/feedTile/index.ts';
import { useHallState } from '../../features/hall/index.ts';
import { HallMark } from '../../ui/HallMark.tsx';
import { usePointedUnit } from './usePointedUnit.ts';
import styles from './WallApp.module.css';

export function WallGrid({ slot }: { slot: WallSlot }) {
  const pointed = usePointedUnit();
  const feeds = useHallState((state) => state.feeds);
  return (
    <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${slot.columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${slot.rows}, minmax(0, 1fr))` }}>
      {slot.tiles.slice(0, slot.columns * slot.rows).map(({ feedId }, index) => {
        const tileKey = String(index);
        return <VideoTile key={tileKey} tileKey={tileKey} feedId={feedId} scale="wall" selected={feedId !== null && pointed !== null && feeds.get(feedId)?.unitId === pointed} standby={<TileStandby />} />;
      })}
    </div>
  );
}

function TileStandby() {
  const { t } = useTranslation();
  return (
    <div className={styles.standby}>
      <HallMark className={styles.standbyMark} />
      <span>{t('wall.tileStandby')}</span>
    </div>
  );
}
