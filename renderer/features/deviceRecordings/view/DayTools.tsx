import { ActionIcon, Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DeviceRecordings } from '../model/createDeviceRecordings.ts';
import { nextDay, spanOfDay } from '../model/timeline.ts';
import styles from './DeviceRecordings.module.css';

type DayToolsProps = {
  readonly room: DeviceRecordings;
  readonly today: string;
  readonly purpose: string;
  /** It was missing when something was to be played. */
  readonly purposeWanted: boolean;
  readonly purposeField: RefObject<HTMLInputElement | null>;
  readonly onPurpose: (purpose: string) => void;
  readonly fine: boolean;
  readonly onFine: (fine: boolean) => void;
};

/** Which channel, which day, what for. */
export function DayTools({ room, today, purpose, purposeWanted, purposeField, onPurpose, fine, onFine }: DayToolsProps) {
  const { t } = useTranslation();
  const { channels, sourceId, day } = useStore(room.state);
  const go = (next: string) => {
    if (spanOfDay(next) !== null && next <= today) {
      room.chooseDay(next);
    }
  };
  return (
    <div className={styles.tools}>
      {channels !== null && channels.length > 1 && (
        <Select size="xs" w={160} aria-label={t('recordings.channel')} allowDeselect={false} value={sourceId} data={channels.map(({ sourceId: value, label }) => ({ value, label }))} onChange={(value) => value !== null && room.chooseChannel(value)} />
      )}
      <ActionIcon variant="default" aria-label={t('recordings.dayBefore')} onClick={() => go(nextDay(day, -1))}>‹</ActionIcon>
      <TextInput key={day} size="xs" type="date" aria-label={t('recordings.day')} defaultValue={day} max={today} onChange={(event) => go(event.currentTarget.value)} />
      <ActionIcon variant="default" aria-label={t('recordings.dayAfter')} disabled={day >= today} onClick={() => go(nextDay(day, 1))}>›</ActionIcon>
      <Button size="xs" variant="default" disabled={day === today} onClick={() => go(today)}>{t('recordings.today')}</Button>
      <TextInput ref={purposeField} size="xs" classNames={{ root: styles.purpose ?? '', error: styles.purposeError ?? '' }} maxLength={100} aria-label={t('recordings.purpose')} placeholder={t('recordings.purposeHint')} value={purpose} error={purposeWanted ? t('recordings.purposeWanted') : undefined} data-role="recording-purpose" onChange={(event) => onPurpose(event.currentTarget.value)} />
      <SegmentedControl size="xs" aria-label={t('recordings.scale')} value={fine ? 'hour' : 'day'} data={[{ value: 'day', label: t('recordings.wholeDay') }, { value: 'hour', label: t('recordings.oneHour') }]} onChange={(value) => onFine(value === 'hour')} />
    </div>
  );
}
