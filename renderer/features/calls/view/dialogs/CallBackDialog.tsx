import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '#protocol/alarms/calls.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';

const SATISFACTION = { yes: true, no: false, none: null } as const;

/** Closes a call: the caller was told what came of it. */
export function CallBackDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { t } = useTranslation();
  const callBack = useCommand('call.callBack');
  const expectedVersion = useExpectedVersion(call.version, callBack);
  const [result, setResult] = useState('');
  const [satisfied, setSatisfied] = useState<keyof typeof SATISFACTION>('none');
  const submit = async () => {
    if ((await callBack.ask({ callId: call.callId, expectedVersion, result: result.trim(), satisfied: SATISFACTION[satisfied] })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('calls.callBackTitle', { number: call.number })} submitLabel={t('calls.action.callBack')} command={callBack} ready={result.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea size="xs" label={t('calls.result')} value={result} maxLength={500} autosize minRows={3} data-autofocus onChange={(event) => setResult(event.currentTarget.value)} />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('calls.satisfied')}
        value={satisfied}
        onChange={(value) => setSatisfied(value)}
        data={(Object.keys(SATISFACTION) as (keyof typeof SATISFACTION)[]).map((value) => ({ value, label: t(`calls.satisfaction.${value}`) }))}
      />
    </CommandDialog>
  );
}
