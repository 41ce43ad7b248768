import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#protocol/tasks/tasks.ts';
import { errorSentence } from '../../../../../i18n/errorSentence.ts';
import { useCommand } from '../../../../command/index.ts';
import styles from '../Steps.module.css';

/** Notes the talk that a step asks for, before the step. */
export function TalkFields({ task, onTalked }: { task: Task; onTalked: (task: Task) => void }) {
  const { t } = useTranslation();
  const talk = useCommand('task.talk');
  const [withName, setWithName] = useState('');
  const [words, setWords] = useState('');
  const note = async () => {
    const answer = await talk.ask({ taskId: task.taskId, expectedVersion: task.version, withName: withName.trim(), words: words.trim() });
    if (answer !== null) onTalked(answer.task);
  };
  return (
    <fieldset className={styles.talk}>
      <legend>{t('dossier.talk.first')}</legend>
      <TextInput label={t('dossier.talk.with')} value={withName} maxLength={40} data-autofocus onChange={(event) => setWithName(event.currentTarget.value)} />
      <Textarea label={t('dossier.talk.words')} value={words} autosize minRows={2} maxLength={1_000} onChange={(event) => setWords(event.currentTarget.value)} />
      {talk.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, talk.problem)}</p>}
      <Button variant="default" loading={talk.busy} disabled={withName.trim() === '' || words.trim().length < 2} onClick={() => void note()} data-action="task.talk">{t('dossier.talk.note')}</Button>
    </fieldset>
  );
}
