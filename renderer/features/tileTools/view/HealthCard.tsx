import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { FeedHealth } from '../../../media/feedReceiver.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { Facts } from '../../../ui/page/Detail.tsx';
import type { TilePicture } from '../../feedTile/index.ts';
import { useHall } from '../../hall/index.ts';
import styles from './TileTools.module.css';

const ASK_MS = 1_000;

/** How the picture arrives at this window; asked only while somebody looks. */
export function HealthCard({ picture }: { picture: TilePicture }) {
  const { t } = useTranslation();
  const { delayMs, mends } = useStore(picture.view);
  const health = useHealth(picture);
  if (health === null) {
    return <div className={styles.health}><strong>{t('tiles.health.none')}</strong><span>{t('tiles.health.noneHint')}</span></div>;
  }
  return (
    <div className={styles.health} data-role="health">
      <strong>{t('tiles.health.title')}</strong>
      <Facts
        facts={[
          { label: t('tiles.health.resolution'), value: `${health.widthPx}×${health.heightPx}` },
          { label: t('tiles.health.frames'), value: t('tiles.health.framesValue', { value: Math.round(health.framesPerSecond) }) },
          { label: t('tiles.health.bitrate'), value: t('tiles.health.bitrateValue', { value: Math.round(health.kbitPerSecond) }) },
          { label: t('tiles.health.loss'), value: `${health.lostPercent.toFixed(1)}%` },
          { label: t('tiles.health.delay'), value: delayMs === null ? t('tiles.health.unknown') : `${delayMs} ms` },
          { label: t('tiles.health.jitter'), value: `${Math.round(health.jitterMs)} ms` },
          { label: t('tiles.health.codec'), value: health.codec ?? t('tiles.health.unknown') },
          { label: t('tiles.health.frozen'), value: t('tiles.health.mendsValue', { count: health.freezes }) },
          { label: t('tiles.health.since'), value: formatClock(health.sinceAt) },
          { label: t('tiles.health.mends'), value: t('tiles.health.mendsValue', { count: mends.keyFrames + mends.consumers + mends.transports }) },
        ]}
      />
    </div>
  );
}

function useHealth({ watch }: TilePicture): FeedHealth | null {
  const { link } = useHall();
  const [health, setHealth] = useState<FeedHealth | null>(null);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await watch.health();
      if (!over) {
        setHealth(answer === null ? null : { ...answer, sinceAt: answer.sinceAt + link.now() - Date.now() });
        timer = setTimeout(() => void ask(), ASK_MS);
      }
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [watch, link]);
  return health;
}
