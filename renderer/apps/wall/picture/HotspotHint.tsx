import { useTranslation } from 'react-i18next';
import { HallMark } from '../../../ui/HallMark.tsx';
import styles from './TileStandby.module.css';

/** 热点 while no desk has chosen a unit that has a picture. */
export function HotspotHint({ tileKey }: { tileKey: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.standby} data-tile-key={tileKey} data-feed-id="" data-unit-id="" data-state="empty">
      <HallMark className={styles.mark} />
      <strong>{t('wallWindow.hotspotTitle')}</strong>
      <span>{t('wallWindow.hotspotHint')}</span>
    </div>
  );
}
