import { useTranslation } from 'react-i18next';
import { listOf } from '../../../../i18n/listOf.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import { historyRows } from '../../model/historyRows.ts';
import { taskChanges } from '../../model/taskChanges.ts';
import type { TaskBook } from '../useTaskBook.ts';
import styles from './Steps.module.css';

/** What somebody else did to the task while this was being written. */
export function ChangesNote({ before, now, book }: { before: Task; now: Task; book: TaskBook }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { moments, parts } = taskChanges(before, now);
  const rows = historyRows(now, book.flow, locale).slice(0, moments.length);
  return (
    <div className={styles.changes} data-role="task-changes">
      <p>{t('dossier.changed')}</p>
      <ul>
        {rows.map(({ index, moment, name, words }) => (
          <li key={index}>{formatMoment(moment.at, link.now(), locale)} {moment.byName} {'step' in name ? name.step : t(`dossier.what.${name.beside}`)}{words === null ? '' : `：${words}`}</li>
        ))}
      </ul>
      {parts.length > 0 && <p>{t('dossier.changedParts', { parts: listOf(parts.map((part) => t(`dossier.changedPart.${part}`)), locale) })}</p>}
    </div>
  );
}
