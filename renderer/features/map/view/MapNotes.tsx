import { useTranslation } from 'react-i18next';
import styles from './MapView.module.css';
import type { MapStage } from './useHallMap.ts';

type MapNotesProps = { readonly stage: MapStage; readonly hasMap: boolean; readonly streetsFailed: boolean; readonly onRetry: () => void };

/** Why there is no map to see, or less than there should be. */
export function MapNotes({ stage, hasMap, streetsFailed, onRetry }: MapNotesProps) {
  const { t } = useTranslation();
  if (stage === 'noGraphics' || stage === 'basemapFailed') {
    return (
      <div className={styles.note} role="alert">
        <p>{t(stage === 'noGraphics' ? 'map.noGraphics' : 'map.basemapFailed')}</p>
        {stage === 'basemapFailed' && (
          <button type="button" className={styles.button} onClick={onRetry}>
            {t('map.retry')}
          </button>
        )}
      </div>
    );
  }
  return (
    <>
      {stage === 'loading' && !hasMap && (
        <div className={styles.note} role="status">
          <p>{t('map.loading')}</p>
        </div>
      )}
      {streetsFailed && (
        <p className={styles.warning} role="status">
          {t('map.streetsFailed')}
        </p>
      )}
    </>
  );
}
