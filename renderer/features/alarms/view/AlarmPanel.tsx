import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ActionButton } from '../../command/index.ts';
import { useCapability, useHallState, useSession } from '../../hall/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import { ALARM_FILTERS, alarmRows, type AlarmFilter } from '../model/alarmRows.ts';
import { AlarmCard } from './AlarmCard.tsx';
import { AlarmList } from './AlarmList.tsx';
import { RaiseDialog } from './dialogs/RaiseDialog.tsx';
import styles from './Alarms.module.css';

/** All alarms that the session sees, and the chosen one. */
export function AlarmPanel() {
  const { t } = useTranslation();
  const { court } = useSession();
  const alarms = useHallState((state) => state.log.alarms);
  const synced = useHallState((state) => state.synced);
  const handles = useCapability('alarms.handle');
  const chosenId = useSelectionState((state) => state.alarmId);
  const [filter, setFilter] = useState<AlarmFilter>('open');
  const [raising, setRaising] = useState(false);
  const rows = useMemo(() => alarmRows(alarms.values(), filter, court.courtCode), [alarms, filter, court.courtCode]);
  const chosen = chosenId === null ? undefined : alarms.get(chosenId);
  return (
    <div className={styles.panel} data-synced={synced} data-role="alarm-panel">
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          value={filter}
          onChange={(value) => setFilter(value)}
          data={ALARM_FILTERS.map((name) => ({ value: name, label: t(`alarms.filter.${name}`) }))}
          aria-label={t('alarms.title')}
        />
        {handles && <ActionButton size="compact-xs" onClick={() => setRaising(true)} data-action="alarm.raise">{t('alarms.action.raise')}</ActionButton>}
      </div>
      <div className={styles.split} data-chosen={chosen !== undefined}>
        {rows.length === 0 ? <EmptyNote title={t(`alarms.none.${filter}`)} hint={filter === 'open' ? t('alarms.noneHint') : undefined} /> : <AlarmList alarms={rows} />}
        {chosen !== undefined && <AlarmCard key={chosen.alarmId} alarm={chosen} />}
      </div>
      {raising && <RaiseDialog onClose={() => setRaising(false)} />}
    </div>
  );
}
