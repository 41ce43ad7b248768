import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { NewestAlarm } from './NewestAlarm.tsx';
import styles from '../Alarms.module.css';

/** Takes back every order that is still open. */
export function CallOffDialog({ alarm, onClose }: { alarm: Alarm; onClose: () => void }) {
  const { t } = useTranslation();
  const callOff = useCommand('alarm.callOffHelp');
  const expectedVersion = useExpectedVersion(alarm.version, callOff);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await callOff.ask({ alarmId: alarm.alarmId, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t('alarms.callOffTitle')}
      submitLabel={t('alarms.action.callOff')}
      command={callOff}
      ready={reason.trim().length >= 2}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NewestAlarm alarm={alarm} />}
    >
      <p className={styles.hint}>{t('alarms.callOffHint')}</p>
      <Textarea size="xs" label={t('alarms.reason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
