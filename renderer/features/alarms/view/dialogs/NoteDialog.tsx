import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';

/** Writes down what is being done, for everybody who looks at the alarm. */
export function NoteDialog({ alarm, onClose }: { alarm: Alarm; onClose: () => void }) {
  const { t } = useTranslation();
  const note = useCommand('alarm.note');
  const [text, setText] = useState('');
  const submit = async () => {
    if ((await note.ask({ alarmId: alarm.alarmId, text: text.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('alarms.noteTitle')} submitLabel={t('alarms.action.note')} command={note} ready={text.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea size="xs" label={t('alarms.noteText')} value={text} maxLength={500} autosize minRows={3} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
    </CommandDialog>
  );
}
