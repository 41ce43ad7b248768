import { Button, Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import { formatRoughAge } from '../../../i18n/beijingTime.ts';
import { DeputyButton, usePrincipals } from '../../deputies/index.ts';
import { usePerforming } from '../../dossier/index.ts';
import { Keys } from '../../shortcuts/index.ts';
import { useHallNow, useLocale, useRules } from '../../hall/index.ts';
import { bulkStep, rowPrincipal, rowTone } from '../model/queueRows.ts';
import styles from './Approval.module.css';

type QueueListProps = {
  readonly rows: readonly TaskRow[];
  readonly total: number;
  readonly chosen: TaskId | null;
  readonly picked: ReadonlySet<TaskId>;
  readonly onChoose: (row: TaskRow) => void;
  readonly onPick: (taskId: TaskId, isPicked: boolean) => void;
  readonly onBulk: () => void;
  /** Null: all of them are here. */
  readonly onMore: (() => void) | null;
};

/** What waits, the most pressing first; those that may go together can be marked. */
export function QueueList({ rows, total, chosen, picked, onChoose, onPick, onBulk, onMore }: QueueListProps) {
  const { t } = useTranslation();
  const rules = useRules();
  const flows = rules?.book.flows ?? [];
  const marked = rows.filter(({ taskId }) => picked.has(taskId)).length;
  return (
    <>
      <header className={styles.queueHead}>
        <h2>{t('approval.title')}</h2>
        <span className={styles.total}>{total}</span>
        <span className={styles.space} />
        <DeputyButton />
        {marked > 0 ? <Button size="xs" onClick={onBulk} data-action="approval.bulk">{t('approval.bulk', { count: marked })}</Button> : <span className={styles.keys}><Keys chord="J" /><Keys chord="K" /></span>}
      </header>
      <ul className={styles.rows} data-role="approval-queue">
        {rows.map((row) => (
          <li key={row.taskId} className={styles.seat}>
            {bulkStep(flows, row) !== null && <Checkbox className={styles.pick} size="sm" aria-label={t('approval.pick', { title: row.title })} checked={picked.has(row.taskId)} onChange={(event) => onPick(row.taskId, event.currentTarget.checked)} />}
            <QueueRow row={row} isChosen={row.taskId === chosen} onChoose={onChoose} />
          </li>
        ))}
        {onMore !== null && <li><Button fullWidth variant="subtle" onClick={onMore}>{t('approval.more', { count: total - rows.length })}</Button></li>}
      </ul>
    </>
  );
}

function QueueRow({ row, isChosen, onChoose }: { row: TaskRow; isChosen: boolean; onChoose: (row: TaskRow) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const rules = useRules();
  const now = useHallNow();
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const flow = rules === null ? undefined : rowAt(rules.book.flows, row.flowId, row.createdAt);
  const nameOf = (named: { name: string; nameEn: string } | undefined) => (named === undefined ? '' : locale === 'en' ? named.nameEn : named.name);
  const person = usePerforming();
  const principals = usePrincipals();
  const principal = flow === undefined || person === null ? null : rowPrincipal(row, { flow, person, deputyOf: principals(row.flowId) });
  const tone = rowTone(row, now);
  const { dueAt } = row;
  return (
    <button ref={element} type="button" className={styles.row} aria-pressed={isChosen} data-task-id={row.taskId} data-tone={tone} onClick={() => onChoose(row)}>
      <span className={styles.rowTitle}>{row.urgent && <b className={styles.urgent}>{t('dossier.urgent')}</b>}{principal !== null && <b className={styles.behalf} data-role="row-behalf">{t('deputies.forShort', { name: principal.name })}</b>}{row.title}</span>
      <span className={styles.clock} data-tone={tone}>{dueAt === null ? '' : t(tone === 'late' ? 'approval.over' : 'approval.left', { age: formatRoughAge(Math.abs(dueAt - now), locale) })}</span>
      <span className={styles.rowFacts}>{nameOf(flow)} · {shortCourtName(row.from.courtName)} → {shortCourtName(row.to.courtName)}</span>
      <span className={styles.waits}>{t('approval.waits', { age: formatRoughAge(now - row.stateSince, locale) })}</span>
    </button>
  );
}
