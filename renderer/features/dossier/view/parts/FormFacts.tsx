import { useTranslation } from 'react-i18next';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { useLocale } from '../../../hall/index.ts';
import { formRows } from '../../model/formRows.ts';
import styles from '../Dossier.module.css';

/** Values under the names of their fields. */
export function FormFacts({ fields, values }: { fields: readonly FormField[]; values: FormValues }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const rows = formRows(fields, values, locale);
  return rows.length === 0 ? <p className={styles.faint}>{t('dossier.noForm')}</p> : (
    <dl className={styles.facts}>
      {rows.map(({ id, label, text, personal, long }) => (
        <div key={id} data-long={long} data-field={id}><dt>{label}</dt><dd data-personal={personal}>{text}</dd></div>
      ))}
    </dl>
  );
}
