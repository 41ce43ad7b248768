import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { isFeedLive, useHallState } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import styles from './DeskFeedsPanel.module.css';

const MOST = 3;

/** A few units that send a picture now, to begin with; nothing while none does. */
export function LiveUnits() {
  const { t } = useTranslation();
  const selection = useSelection();
  const feeds = useHallState((state) => state.feeds);
  const units = useHallState((state) => state.units);
  const live = useMemo(() => {
    const ids = new Set([...feeds.values()].filter(isFeedLive).map((feed) => feed.unitId));
    return [...units.values()].filter((unit) => ids.has(unit.unitId)).slice(0, MOST);
  }, [feeds, units]);
  return live.length === 0 ? null : (
    <div className={styles.suggestions}>
      <span className={styles.suggestionsTitle}>{t('feeds.liveNow')}</span>
      {live.map((unit) => (
        <Button key={unit.unitId} size="compact-xs" variant="default" maw="100%" onClick={() => selection.selectUnit(unit.unitId)}><MiddleEllipsis text={unit.name} /></Button>
      ))}
    </div>
  );
}
