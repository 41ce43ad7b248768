import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MapChosen, MapContent } from '../../model/mapItems.ts';
import styles from './chrome.module.css';

type ItemPlateProps = {
  readonly content: MapContent;
  readonly chosen: MapChosen;
  readonly onEditFence: ((fenceId: string) => void) | undefined;
  readonly onRemoveFence: ((fenceId: string) => void) | undefined;
};

/** What has no panel of its own says here what it is: the chosen fence, or the chosen court. */
export function ItemPlate({ content, chosen, onEditFence, onRemoveFence }: ItemPlateProps) {
  const { t } = useTranslation();
  const fence = content.fences.find(({ id }) => id === chosen.fence);
  const court = content.courts.find(({ courtCode }) => courtCode === chosen.court);
  if (fence) {
    return (
      <div className={styles.item} data-map-item="fence">
        <strong>{fence.name}</strong>
        <span>{t(`map.fences.kinds.${fence.kind}`)}</span>
        {fence.alarming && <span className={styles.itemAlarm}>{t('map.fences.alarming')}</span>}
        {onEditFence && (
          <Button size="compact-xs" variant="default" onClick={() => onEditFence(fence.id)}>
            {t('map.fences.reshape')}
          </Button>
        )}
        {onRemoveFence && (
          <Button size="compact-xs" variant="default" onClick={() => onRemoveFence(fence.id)}>
            {t('map.fences.remove')}
          </Button>
        )}
      </div>
    );
  }
  return court ? (
    <div className={styles.item} data-map-item="court">
      <strong>{court.name}</strong>
      <span>{t(court.staffed ? 'map.staffed' : 'map.menu.unstaffed')}</span>
    </div>
  ) : null;
}
