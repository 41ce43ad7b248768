import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { SoundOnIcon } from '../../../../ui/icons.tsx';
import type { Opened } from '../useFeedPicture.ts';
import styles from './LevelMeter.module.css';

const LOOK_MS = 100;
/** Quieter than this is silence, dB below the loudest. */
const FLOOR_DB = -55;

/** How loud the sound is that is heard here; drawn without React. */
export function LevelMeter({ opened }: { opened: StoreApi<Opened> }) {
  const { t } = useTranslation();
  const watch = useStore(opened, (state) => state.watch);
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = bar.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view || watch === null) {
      return undefined;
    }
    const timer = view.setInterval(() => {
      const level = watch.audioLevel();
      element.style.transform = `scaleY(${level === null ? 0 : heightOf(level)})`;
    }, LOOK_MS);
    return () => view.clearInterval(timer);
  }, [watch]);
  return (
    <span className={styles.meter} title={t('tiles.heard')} data-role="level-meter">
      <SoundOnIcon size={12} />
      <span className={styles.scale}><span ref={bar} className={styles.bar} /></span>
    </span>
  );
}

/** Ears hear in decibels. */
function heightOf(level: number): number {
  return level <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / FLOOR_DB));
}
