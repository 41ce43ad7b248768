import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALARM_OUTCOMES, type Alarm } from '#protocol/alarms/alarms.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { NewestAlarm } from './NewestAlarm.tsx';

const MIN_REASON = 2;

/** Ends an alarm, with what came of it. */
export function ResolveDialog({ alarm, onClose }: { alarm: Alarm; onClose: () => void }) {
  const { t } = useTranslation();
  const resolve = useCommand('alarm.resolve');
  const expectedVersion = useExpectedVersion(alarm.version, resolve);
  const [outcome, setOutcome] = useState<(typeof ALARM_OUTCOMES)[number]>('handled');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await resolve.ask({ alarmId: alarm.alarmId, expectedVersion, outcome, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t('alarms.resolveTitle', { kind: t(`alarms.kind.${alarm.kind}`) })}
      submitLabel={t('alarms.action.resolve')}
      command={resolve}
      ready={reason.trim().length >= MIN_REASON}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NewestAlarm alarm={alarm} />}
    >
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('alarms.outcomeTitle')}
        value={outcome}
        onChange={(value) => setOutcome(value)}
        data={ALARM_OUTCOMES.map((name) => ({ value: name, label: t(`alarms.outcome.${name}`) }))}
      />
      <Textarea size="xs" label={t('alarms.reason')} description={t('alarms.reasonHint')} value={reason} maxLength={200} autosize minRows={3} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
