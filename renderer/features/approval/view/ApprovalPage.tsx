import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { useAttention } from '../../attention/index.ts';
import { DeputyLines } from '../../deputies/index.ts';
import { Dossier } from '../../dossier/index.ts';
import { useLinkState } from '../../hall/index.ts';
import { listenForShortcuts } from '../../shortcuts/index.ts';
import { besideRow, movedRow } from '../model/queueRows.ts';
import styles from './Approval.module.css';
import { useApprovalQueue } from './ApprovalProvider.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { QueueList } from './QueueList.tsx';

const NONE: readonly TaskRow[] = [];

/** 审批台: what waits for this person's decision, one after the other, each with its whole dossier. */
export function ApprovalPage() {
  const { t } = useTranslation();
  const queue = useApprovalQueue();
  const attention = useAttention();
  const online = useLinkState((state) => state.phase === 'online');
  const { rows, total, next, problem } = useStore(queue.state);
  const [picked, setPicked] = useState<ReadonlySet<TaskId>>(new Set());
  const [bulk, setBulk] = useState<readonly TaskRow[] | null>(null);
  const hand = useHand(rows ?? NONE);
  useEffect(() => {
    attention.see(['approval']);
    return () => attention.see([]);
  }, [attention]);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const page = root.current?.ownerDocument;
    return page === undefined ? undefined : listenForShortcuts(page, [
      { chord: 'J', run: () => hand.move(1) },
      { chord: 'ArrowDown', run: () => hand.move(1) },
      { chord: 'K', run: () => hand.move(-1) },
      { chord: 'ArrowUp', run: () => hand.move(-1) },
      { chord: 'Enter', run: () => root.current?.querySelector<HTMLElement>('[data-role="document"] [tabindex]')?.focus() },
    ]);
  });
  const marked = (rows ?? []).filter(({ taskId }) => picked.has(taskId));
  const phase = rows === null ? (problem === null ? 'loading' : 'failed') : rows.length === 0 ? 'empty' : 'open';

  return (
    <div ref={root} className={styles.page} data-role="approval" data-phase={phase}>
      <aside className={styles.queue} aria-label={t('approval.title')}>
        {(!online || problem !== null) && rows !== null && <NoticeLine tone="lost">{t('approval.stale')}</NoticeLine>}
        <DeputyLines />
        {rows === null && problem === null && <EmptyNote title={t(online ? 'approval.loading' : 'approval.offline')} />}
        {rows === null && problem !== null && <EmptyNote title={t('approval.failed')} hint={errorSentence(t, problem)}><Button variant="default" onClick={queue.again}>{t('hall.retry')}</Button></EmptyNote>}
        {rows !== null && (
          <QueueList
            rows={rows}
            total={total}
            chosen={hand.taskId}
            picked={picked}
            onChoose={hand.take}
            onPick={(taskId, isPicked) => setPicked((before) => new Set(isPicked ? [...before, taskId] : [...before].filter((other) => other !== taskId)))}
            onBulk={() => setBulk(marked)}
            onMore={next === null ? null : queue.more}
          />
        )}
      </aside>
      <main className={styles.dossier}>
        {hand.taskId !== null && (
          <Dossier
            taskId={hand.taskId}
            keys
            onTaken={() => {
              hand.next();
              queue.again();
            }}
          />
        )}
        {hand.taskId === null && rows !== null && <EmptyNote title={t('approval.empty')} hint={t('approval.emptyHint')} />}
      </main>
      {bulk !== null && (
        <BulkDialog
          rows={bulk}
          onClose={() => {
            setBulk(null);
            setPicked(new Set());
            queue.again();
          }}
        />
      )}
    </div>
  );
}

/**
 * The task in hand. What somebody else decided meanwhile stays in hand until the person moves on, with what they typed; what they
 * decided themselves gives way to the next.
 */
function useHand(rows: readonly TaskRow[]) {
  const [hand, setHand] = useState<{ readonly taskId: TaskId | null; readonly among: readonly TaskRow[] }>({ taskId: null, among: [] });
  const taskId = hand.taskId ?? rows[0]?.taskId ?? null;
  const isThere = rows.some((row) => row.taskId === taskId);
  if (isThere && (hand.among !== rows || hand.taskId !== taskId)) {
    setHand({ taskId, among: rows });
  }
  const take = (row: TaskRow | null) => setHand({ taskId: row?.taskId ?? null, among: rows });
  return {
    taskId,
    take,
    move: (by: 1 | -1) => take(isThere ? movedRow(rows, taskId, by) : besideRow(rows, hand.among, taskId)),
    next: () => take(besideRow(rows.filter((row) => row.taskId !== taskId), hand.among, taskId)),
  };
}
