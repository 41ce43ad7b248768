import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues, Task } from '#protocol/tasks/tasks.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import styles from '../Dossier.module.css';
import { FormFacts } from './FormFacts.tsx';

const MIN_PURPOSE = 4;

/** Personal values of a task: shown while this is open, after the purpose was written into the log. */
export function PersonalDialog({ task, fields, onClose }: { task: Task; fields: readonly FormField[]; onClose: () => void }) {
  const { t } = useTranslation();
  const open = useCommand('task.openPersonal');
  const [purpose, setPurpose] = useState('');
  const [values, setValues] = useState<FormValues | null>(null);
  const submit = async () => {
    if (values !== null) {
      onClose();
      return;
    }
    const answer = await open.ask({ taskId: task.taskId, purpose: purpose.trim() });
    if (answer !== null) setValues(answer.values);
  };
  return (
    <CommandDialog title={t('dossier.personalTitle')} submitLabel={t(values === null ? 'dossier.openPersonal' : 'hall.close')} command={open} ready={values !== null || purpose.trim().length >= MIN_PURPOSE} onClose={onClose} onSubmit={() => void submit()}>
      {values === null ? (
        <>
          <p className={styles.faint}>{t('dossier.personalHint')}</p>
          <TextInput label={t('dossier.purpose')} description={t('dossier.purposeHint')} value={purpose} maxLength={200} data-autofocus onChange={(event) => setPurpose(event.currentTarget.value)} />
        </>
      ) : <FormFacts fields={fields.filter(({ personal }) => personal)} values={values} />}
    </CommandDialog>
  );
}
