import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';

/** Ends it for everybody. */
export function EndDialog({ consultationId, onClose }: { consultationId: ConsultationId; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useCommand('consultation.end');
  const [words, setWords] = useState('');
  const submit = async () => {
    if ((await end.ask({ consultationId, words: words.trim() === '' ? null : words.trim() })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('consultation.room.endTitle')} submitLabel={t('consultation.room.end')} command={end} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea label={t('consultation.room.endWords')} placeholder={t('consultation.room.endHint')} autosize minRows={2} maxRows={6} maxLength={500} data-autofocus value={words} onChange={(event) => setWords(event.currentTarget.value)} />
    </CommandDialog>
  );
}
