import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fence } from '#protocol/alarms/fences.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import styles from './fences.module.css';

/** Takes a fence off the map, with a reason. */
export function RemoveFenceDialog({ fence, onClose }: { readonly fence: Fence; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useCommand('fence.remove');
  const expectedVersion = useExpectedVersion(fence.version, remove);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await remove.ask({ fenceId: fence.fenceId, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('map.fences.removeTitle', { name: fence.name })} submitLabel={t('map.fences.remove')} command={remove} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}
      newest={<p className={styles.hint}>{t('map.fences.changedMeanwhile')}</p>}
    >
      <Textarea size="xs" label={t('map.fences.reason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
