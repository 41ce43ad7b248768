import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callable } from '#protocol/consultations/consultations.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { PeoplePicker } from '../plan/PeoplePicker.tsx';

/** Calls more people into the room that is open. */
export function InviteDialog({ consultationId, onClose }: { consultationId: ConsultationId; onClose: () => void }) {
  const { t } = useTranslation();
  const ring = useCommand('consultation.ring');
  const [chosen, setChosen] = useState<readonly Callable[]>([]);
  const submit = async () => {
    if ((await ring.ask({ consultationId, invited: chosen.map(({ who }) => who) })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('consultation.room.inviteTitle')} submitLabel={t('consultation.callNow')} command={ring} ready={chosen.length > 0} size={560} onClose={onClose} onSubmit={() => void submit()}>
      <PeoplePicker chosen={chosen} onChange={setChosen} />
    </CommandDialog>
  );
}
