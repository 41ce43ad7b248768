import { useTranslation } from 'react-i18next';
import { formFaults, type FormFault } from '#domain/tasks/form/formFaults.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { FormFields } from '../../../../taskForm/index.ts';
import type { TaskBook } from '../../useTaskBook.ts';
import styles from '../Steps.module.css';

export function resultFaults({ book, flow }: TaskBook, values: FormValues, at: number): FormFault[] {
  return formFaults(flow.results, values, { at, caseTypes: book.caseTypes });
}

type ResultFieldsProps = { readonly book: TaskBook; readonly values: FormValues; readonly faults: readonly FormFault[]; readonly onChange: (values: FormValues) => void };

/** What is reported with a step, by the flow's own fields. What is missing is counted; what is wrong is told at its field. */
export function ResultFields({ book, values, faults, onChange }: ResultFieldsProps) {
  const { t } = useTranslation();
  const missing = faults.filter(({ code }) => code === 'missing').length;
  return (
    <div className={styles.results}>
      <FormFields fields={book.flow.results} values={values} faults={faults.filter(({ code }) => code !== 'missing')} onChange={(given) => onChange(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')))} />
      {missing > 0 && <p className={styles.hint}>{t('dossier.stillMissing', { count: missing })}</p>}
    </div>
  );
}
