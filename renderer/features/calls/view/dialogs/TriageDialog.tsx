import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEVERITIES, type Severity } from '#protocol/alarms/alarms.ts';
import { TRIAGES, type Call } from '#protocol/alarms/calls.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHall } from '../../../hall/index.ts';
import { useSelection } from '../../../selection/index.ts';
import styles from '../Calls.module.css';

/** What the call comes to; one that needs somebody opens its alarm at once. */
export function TriageDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { t } = useTranslation();
  const { replica } = useHall();
  const selection = useSelection();
  const decide = useCommand('call.triage');
  const expectedVersion = useExpectedVersion(call.version, decide);
  const [triage, setTriage] = useState<(typeof TRIAGES)[number]>('dispatch');
  const [severity, setSeverity] = useState<Severity>('warning');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const answer = await decide.ask({ callId: call.callId, expectedVersion, triage, severity, reason: reason.trim() });
    if (answer === null) {
      return;
    }
    const alarmId = answer.call.triage?.alarmId ?? null;
    if (alarmId !== null) {
      selection.selectAlarm(replica.state.getState().log.alarms.get(alarmId) ?? { alarmId, unitId: null, operationId: null });
    }
    onClose();
  };
  return (
    <CommandDialog title={t('calls.triageTitle', { number: call.number })} submitLabel={t('calls.action.triage')} command={decide} focusSubmit onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('calls.triageHint')}</p>
      <SegmentedControl size="xs" fullWidth aria-label={t('calls.action.triage')} value={triage} onChange={(value) => setTriage(value)} data={TRIAGES.map((value) => ({ value, label: t(`calls.triage.${value}`) }))} />
      {triage === 'dispatch' && (
        <SegmentedControl size="xs" fullWidth aria-label={t('calls.severity')} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.map((value) => ({ value, label: t(`alarms.severity.${value}`) }))} />
      )}
      <Textarea size="xs" label={t('calls.reason')} value={reason} maxLength={200} autosize minRows={2} onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
