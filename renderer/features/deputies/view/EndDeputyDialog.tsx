import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import { CommandDialog, useCommand } from '../../command/index.ts';

/** By the principal, who takes it back, or the deputy, who gives it back. */
export function EndDeputyDialog({ deputyship: { deputyshipId, principal, deputy }, isMine, onClose }: { deputyship: Deputyship; isMine: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useCommand('deputy.end');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await end.ask({ deputyshipId, reason: reason.trim() })) !== null) onClose();
  };
  return (
    <CommandDialog title={t(isMine ? 'deputies.takeBackTitle' : 'deputies.giveBackTitle', { name: isMine ? deputy.name : principal.name })} submitLabel={t(isMine ? 'deputies.takeBack' : 'deputies.giveBack')} command={end} ready={reason.trim().length >= 2} sentences={{ notFound: t('deputies.gone') }} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea label={t('deputies.endReason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
