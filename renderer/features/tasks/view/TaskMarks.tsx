import { useTranslation } from 'react-i18next';
import type { FlowState } from '#protocol/tasks/flows.ts';
import { formatAge, formatDue } from '../../../i18n/beijingTime.ts';
import { useHallNow, useLocale } from '../../hall/index.ts';
import styles from './Tasks.module.css';

const DAY_MS = 86_400_000;

/** In what state it is, in the flow's own word. */
export function TaskState({ state }: { state: Pick<FlowState, 'name' | 'nameEn' | 'tone'> }) {
  const chinese = useLocale().startsWith('zh');
  return <span className={styles.state} data-tone={state.tone}>{chinese ? state.name : state.nameEn}</span>;
}

/** How long there is until a clock is over: by days, by minutes in the last one, amber and red. */
export function TaskDue({ dueAt, amberAt }: { dueAt: number | null; amberAt: number | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  if (dueAt === null) {
    return <span className={styles.due}>—</span>;
  }
  const left = dueAt - now;
  const tone = left <= 0 ? 'red' : amberAt !== null && now >= amberAt ? 'amber' : 'running';
  const days = Math.floor(Math.abs(left) / DAY_MS);
  const span = days >= 1 ? t('tasks.days', { days }) : formatAge(Math.abs(left), locale);
  return <time className={styles.due} data-tone={tone} title={formatDue(dueAt, now, locale)}>{t(left <= 0 ? 'tasks.lateBy' : 'tasks.left', { span })}</time>;
}
