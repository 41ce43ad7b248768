import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#protocol/tasks/tasks.ts';
import { ConsultButton } from '../../../consultation/index.ts';
import { useLocale } from '../../../hall/index.ts';
import type { TaskBook } from '../useTaskBook.ts';
import { ClockMark } from './ClockMark.tsx';
import styles from './DossierHead.module.css';

type DossierHeadProps = { readonly task: Task; readonly book: TaskBook | null; /** At the right end: what closes it. */ readonly aside?: ReactNode };

/** Which task it is, between whom, how far it is and how long there is for it. */
export function DossierHead({ task, book, aside }: DossierHeadProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const named = (row: { name: string; nameEn: string } | undefined) => (row === undefined ? '' : locale === 'en' ? row.nameEn : row.name);
  return (
    <header className={styles.head} data-task-id={task.taskId} data-state={task.state}>
      <div className={styles.line}>
        <span className={styles.number}>{task.number ?? t('dossier.noNumber')}</span>
        <span className={styles.kind}>{named(book?.flow)} · {named(book?.item)}</span>
        {task.urgent && <span className={styles.urgent}>{t('dossier.urgent')}</span>}
        <span className={styles.space} />
        <ConsultButton about={{ kind: 'task', taskId: task.taskId }} title={task.title} />
        {aside}
      </div>
      <div className={styles.line}>
        <h2 className={styles.title}>{task.title}</h2>
        <span className={styles.state} data-tone={book?.state.tone}>{named(book?.state) || task.state}</span>
      </div>
      <div className={styles.line}>
        <Tooltip label={`${task.from.courtName} → ${task.to.courtName}`}>
          <span className={styles.ends}>{task.from.courtName}<i aria-label={t('dossier.to')}>→</i>{task.to.courtName}</span>
        </Tooltip>
        {task.assignee !== null && <span className={styles.fact}>{t('dossier.assignee', { name: task.assignee.name })}</span>}
        {task.progress > 0 && <span className={styles.fact}><progress className={styles.progress} max={100} value={task.progress} aria-label={t('dossier.progress')} /> {task.progress}%</span>}
        <span className={styles.space} />
        {book?.clocks.filter(({ metAt }) => metAt === null).map((clock) => <ClockMark key={clock.clockId} clock={clock} />)}
      </div>
    </header>
  );
}
