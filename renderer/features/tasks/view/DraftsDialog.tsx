import { Button, Modal } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rowAt } from '#domain/rules/rowAt.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { TaskDraftId } from '#protocol/nouns/ids.ts';
import type { SavedTaskDraft, TaskDraftRow } from '#protocol/tasks/drafts.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHall, useLinkState, useLocale, useRules } from '../../hall/index.ts';
import styles from './Tasks.module.css';

/** 草稿: what this person began to write, at whatever desk; to go on with, or to discard after a question. */
export function DraftsDialog({ onClose, onResume }: { onClose: () => void; onResume: (saved: SavedTaskDraft) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const chinese = locale.startsWith('zh');
  const rules = useRules();
  const online = useLinkState((state) => state.phase === 'online');
  const [drafts, setDrafts] = useState<readonly TaskDraftRow[] | null>(null);
  const [problem, setProblem] = useState<ErrorCode | null>(null);
  const [asked, setAsked] = useState<TaskDraftId | null>(null);
  const failed = useCallback((error: unknown) => setProblem(error instanceof AppError ? error.code : 'internal'), []);
  const read = useCallback(async () => {
    try {
      const answer = await link.request('taskDraft.list', {});
      setProblem(null);
      setDrafts(answer.drafts);
    } catch (error) {
      failed(error);
    }
  }, [link, failed]);
  useEffect(() => {
    if (!online) return undefined;
    const soon = setTimeout(() => void read());
    return () => clearTimeout(soon);
  }, [online, read]);
  const itemOf = ({ itemId }: TaskDraftRow) => (rules === null || itemId === null ? undefined : rowAt(rules.book.items, itemId, link.now()));
  const resume = (taskDraftId: TaskDraftId) => void link.request('taskDraft.open', { taskDraftId }).then(({ saved }) => onResume(saved), failed);
  const discard = (taskDraftId: TaskDraftId) => void link.request('taskDraft.discard', { taskDraftId }).then(read, failed);
  return (
    <Modal opened onClose={onClose} title={t('tasks.drafts')} size={640} centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      {problem !== null && <p role="alert" className={styles.faults}>{errorSentence(t, problem)} <Button size="compact-xs" variant="default" disabled={!online} onClick={() => void read()}>{t('hall.retry')}</Button></p>}
      {drafts === null ? problem === null && <EmptyNote title={t('hall.loading')} /> : drafts.length === 0 ? <EmptyNote title={t('tasks.draft.none')} hint={t('tasks.draft.noneHint')} /> : (
        <ul className={styles.drafts}>
          {drafts.map((draft) => {
            const item = itemOf(draft);
            const itemName = (chinese ? item?.name : item?.nameEn) ?? t('tasks.draft.noItem');
            return (
              <li key={draft.taskDraftId} className={styles.draft} data-role="task-draft">
                <span className={styles.draftTitle} title={draft.title}>{draft.title.trim() === '' ? itemName : draft.title}</span>
                <span className={styles.draftFacts}>{itemName} · <time>{t('tasks.draft.savedAt', { at: formatMoment(draft.savedAt, link.now(), locale) })}</time></span>
                {asked === draft.taskDraftId ? (
                  <span className={styles.draftActions}>
                    {t('tasks.draft.ask')}
                    <Button size="compact-xs" color="red" disabled={!online} onClick={() => discard(draft.taskDraftId)} data-action="taskDraft.discard">{t('tasks.draft.discard')}</Button>
                    <Button size="compact-xs" variant="default" autoFocus onClick={() => setAsked(null)}>{t('tasks.draft.keep')}</Button>
                  </span>
                ) : (
                  <span className={styles.draftActions}>
                    <Button size="compact-xs" disabled={!online} onClick={() => resume(draft.taskDraftId)} data-action="taskDraft.open">{t('tasks.draft.resume')}</Button>
                    <Button size="compact-xs" variant="default" disabled={!online} onClick={() => setAsked(draft.taskDraftId)} data-action="taskDraft.ask">{t('tasks.draft.discard')}</Button>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Modal>
  );
}
