import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consultation } from '#protocol/consultations/consultations.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';

export function CancelDialog({ one, onClose }: { one: Consultation; onClose: () => void }) {
  const { t } = useTranslation();
  const cancel = useCommand('consultation.cancel');
  const expectedVersion = useExpectedVersion(one.version, cancel);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await cancel.ask({ consultationId: one.consultationId, expectedVersion, reason: reason.trim() })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('consultation.cancelTitle', { title: one.title })} submitLabel={t('consultation.cancel')} command={cancel} ready={reason.trim().length >= 2} newest={<p>{t('consultation.changedMeanwhile')}</p>} onClose={onClose} onSubmit={() => void submit()}>
      <TextInput label={t('consultation.reason')} withAsterisk maxLength={200} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
