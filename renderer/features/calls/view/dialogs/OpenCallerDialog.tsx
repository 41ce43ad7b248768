import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '#protocol/alarms/calls.ts';
import { Facts } from '../../../../ui/page/Detail.tsx';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import styles from '../Calls.module.css';

const MIN_PURPOSE = 4;

/** Who called, in full: shown once, after the purpose was written into the log. */
export function OpenCallerDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { t } = useTranslation();
  const open = useCommand('call.openCaller');
  const [purpose, setPurpose] = useState('');
  const [caller, setCaller] = useState<{ name: string; phone: string } | null>(null);
  const submit = async () => {
    if (caller !== null) {
      onClose();
      return;
    }
    setCaller(await open.ask({ callId: call.callId, purpose: purpose.trim() }));
  };
  return (
    <CommandDialog title={t('calls.openTitle')} submitLabel={t(caller === null ? 'calls.action.openCaller' : 'hall.close')} command={open} ready={caller !== null || purpose.trim().length >= MIN_PURPOSE} onClose={onClose} onSubmit={() => void submit()}>
      {caller === null ? (
        <>
          <p className={styles.hint}>{t('calls.openHint')}</p>
          <TextInput size="xs" label={t('calls.purpose')} value={purpose} maxLength={200} data-autofocus onChange={(event) => setPurpose(event.currentTarget.value)} />
        </>
      ) : (
        <Facts facts={[{ label: t('calls.callerName'), value: caller.name || '—' }, { label: t('calls.callerPhone'), value: caller.phone || '—' }]} />
      )}
    </CommandDialog>
  );
}
