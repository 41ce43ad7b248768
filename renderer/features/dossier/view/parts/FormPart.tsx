import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { ActionButton } from '../../../command/index.ts';
import { useCapability } from '../../../hall/index.ts';
import styles from '../Dossier.module.css';
import { FormFacts } from './FormFacts.tsx';
import { PersonalDialog } from './PersonalDialog.tsx';

/** What is asked for, field by field; personal values as the log has them, until they are opened with a purpose. */
export function FormPart({ task, fields }: { task: Task; fields: readonly FormField[] }) {
  const { t } = useTranslation();
  const mayOpen = useCapability('tasks.personal') && task.personalHash !== null;
  const [opening, setOpening] = useState(false);
  return (
    <section className={styles.part} data-role="dossier-form">
      <header className={styles.partHead}>
        <h3>{t('dossier.part.form')}</h3>
        {mayOpen && <ActionButton size="compact-xs" onClick={() => setOpening(true)} data-action="task.openPersonal">{t('dossier.openPersonal')}</ActionButton>}
      </header>
      <FormFacts fields={fields} values={task.form} />
      {opening && <PersonalDialog task={task} fields={fields} onClose={() => setOpening(false)} />}
    </section>
  );
}
