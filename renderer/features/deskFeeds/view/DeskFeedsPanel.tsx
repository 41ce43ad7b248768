import { SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { Panel } from '../../../ui/panel/Panel.tsx';
import { useSelectionState } from '../../selection/index.ts';
import { UnitCard } from '../../units/index.ts';
import { CAPACITIES, type DeskFeeds } from '../model/createDeskFeeds.ts';
import { DeskTile } from './DeskTile.tsx';
import { LiveUnits } from './LiveUnits.tsx';
import styles from './DeskFeedsPanel.module.css';

export function DeskFeedsPanel({ feeds }: { feeds: DeskFeeds }) {
  const { t } = useTranslation();
  const selected = useSelectionState((state) => state.unitId);
  const { pinned, capacity } = useStore(feeds.state);
  useEffect(() => feeds.keepHeard(selected === null ? pinned : [...pinned, selected]), [feeds, selected, pinned]);
  return (
    <Panel
      title={t('feeds.title')}
      aside={
        <>
          <span>{t('feeds.capacity')}</span>
          <SegmentedControl
            size="xs"
            value={String(capacity)}
            onChange={(value) => feeds.setCapacity(CAPACITIES.find((candidate) => String(candidate) === value) ?? capacity)}
            data={CAPACITIES.map((value) => ({ value: String(value), label: String(value), disabled: pinned.length > value }))}
          />
        </>
      }
    >
      <div className={styles.room}>
        <div className={styles.body}>
          <div className={styles.selected}>
            {selected === null ? (
              <div className={styles.vacant}>
                <EmptyNote title={t('feeds.nothingSelected')} hint={t('feeds.nothingSelectedHint')}><LiveUnits /></EmptyNote>
              </div>
            ) : (
              <DeskTile key={selected} tileKey="desk-selected" unitId={selected} feeds={feeds} focused />
            )}
          </div>
          <UnitCard />
          {/* Places stay where they are: an empty one is a place, not a gap. */}
          <div className={styles.pinned} data-capacity={capacity} data-empty={pinned.length === 0}>
            {Array.from({ length: capacity }, (_, place) => {
              const unitId = pinned[place];
              return (
                <div key={unitId ?? `place ${place}`} className={styles.place}>
                  {unitId === undefined ? (
                    <div className={styles.vacant}>{place === 0 && <EmptyNote title={t('feeds.nothingPinned')} hint={t('feeds.nothingPinnedHint', { count: capacity })} />}</div>
                  ) : (
                    <DeskTile tileKey={`desk-pinned-${place + 1}`} unitId={unitId} feeds={feeds} focused={unitId === selected} />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </Panel>
  );
}
