import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seat } from '#protocol/consultations/room.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';

/** Sends somebody out, who cannot come in again. */
export function RemoveDialog({ consultationId, seat, onClose }: { consultationId: ConsultationId; seat: Seat; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useCommand('room.remove');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await remove.ask({ consultationId, seatId: seat.seatId, reason: reason.trim() })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('consultation.room.removeTitle', { name: seat.name })} submitLabel={t('consultation.room.remove')} command={remove} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}>
      <TextInput label={t('consultation.reason')} description={t('consultation.room.removeHint')} withAsterisk maxLength={200} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
