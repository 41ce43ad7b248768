import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import { taskId as taskIdSchema, type TaskId } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useHall, useLocale, useRules } from '../../hall/index.ts';
import { TaskDue, TaskState } from './TaskMarks.tsx';
import styles from './Tasks.module.css';

type TaskTableProps = {
  readonly rows: readonly TaskRow[];
  readonly selected: TaskId | null;
  readonly onSelect: (taskId: TaskId) => void;
  readonly onNearEnd: () => void;
  readonly foot: ReactNode;
  readonly empty: ReactNode;
};

/** Tasks, a line each; sorted by the hall, which has all of them. */
export function TaskTable({ rows, selected, onSelect, onNearEnd, foot, empty }: TaskTableProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const chinese = locale.startsWith('zh');
  const rules = useRules();
  const columns = useMemo((): Column<TaskRow>[] => {
    const flowOf = (row: TaskRow) => (rules === null ? undefined : rowAt(rules.book.flows, row.flowId, row.createdAt));
    const stateOf = (row: TaskRow) => flowOf(row)?.states.find(({ id }) => id === row.state);
    const itemOf = (row: TaskRow) => (rules === null ? undefined : rowAt(rules.book.items, row.itemId, row.createdAt));
    return [
      { key: 'number', title: t('tasks.column.number'), track: '172px', render: (row) => <span className={styles.number}>{row.number ?? '—'}</span> },
      { key: 'title', title: t('tasks.column.title'), track: 'minmax(9em, 2fr)', render: (row) => <span title={row.title}>{row.urgent && <b className={styles.urgent}>{t('tasks.urgentMark')}</b>}{row.title}</span> },
      { key: 'item', title: t('tasks.column.item'), track: 'minmax(6em, 1fr)', render: (row) => (chinese ? itemOf(row)?.name : itemOf(row)?.nameEn) ?? row.itemId },
      { key: 'ends', title: t('tasks.column.ends'), track: 'minmax(9em, 1.3fr)', render: (row) => <span title={`${row.from.courtName} → ${row.to.courtName}`}>{shortCourtName(row.from.courtName)} → {shortCourtName(row.to.courtName)}</span> },
      { key: 'state', title: t('tasks.column.state'), track: '116px', render: (row) => { const state = stateOf(row); return state === undefined ? row.state : <TaskState state={state} />; } },
      { key: 'due', title: t('tasks.column.due'), track: '104px', render: (row) => <TaskDue dueAt={row.dueAt} amberAt={row.amberAt} /> },
      { key: 'assignee', title: t('tasks.column.assignee'), track: '72px', render: (row) => row.assignee?.name ?? '—' },
      { key: 'changed', title: t('tasks.column.changed'), track: '104px', render: (row) => <time>{formatMoment(row.changedAt, link.now(), locale)}</time> },
    ];
  }, [rules, chinese, link, locale, t]);
  return <DataTable label={t('tasks.title')} columns={columns} rows={rows} keyOf={({ taskId }) => taskId} selected={selected} onSelect={(key) => onSelect(taskIdSchema.parse(key))} toneOf={({ over }) => (over ? 'faint' : undefined)} onNearEnd={onNearEnd} foot={foot} empty={empty} minWidthPx={760} />;
}
