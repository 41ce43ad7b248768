import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { TaskRow } from '#protocol/tasks/ledger.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { CommandDialog } from '../../command/index.ts';
import { usePrincipals } from '../../deputies/index.ts';
import { usePerforming } from '../../dossier/index.ts';
import { useHall, useRules } from '../../hall/index.ts';
import { useSign } from '../../signing/index.ts';
import { approveMany, type Approved } from '../model/approveMany.ts';
import styles from './Approval.module.css';

/** Several that were marked, approved one after the other; what became of each stands beside it. */
export function BulkDialog({ rows, onClose }: { rows: readonly TaskRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const rules = useRules();
  const person = usePerforming();
  const principals = usePrincipals();
  const sign = useSign();
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<ReadonlyMap<TaskId, Approved>>(new Map());
  const left = rows.filter(({ taskId }) => results.get(taskId)?.problem !== null);
  const isDone = results.size > 0 && left.length === 0;
  const submit = async () => {
    if (isDone || rules === null || person === null) {
      onClose();
      return;
    }
    setBusy(true);
    await approveMany({
      link,
      book: rules.book,
      person,
      principals,
      taskIds: left.map(({ taskId }) => taskId),
      words: words.trim().length < 2 ? null : words.trim(),
      newCommandId: () => crypto.randomUUID(),
      sign,
      onEach: (approved) => setResults((before) => new Map([...before, [approved.taskId, approved]])),
    });
    setBusy(false);
  };
  return (
    <CommandDialog title={t('approval.bulkTitle', { count: rows.length })} submitLabel={t(isDone ? 'hall.close' : 'approval.bulk', { count: left.length })} command={{ busy, problem: null }} size={560} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('approval.bulkHint')}</p>
      <ul className={styles.results}>
        {rows.map(({ taskId, title }) => {
          const result = results.get(taskId);
          return (
            <li key={taskId} data-result={result === undefined ? 'waiting' : result.problem === null ? 'done' : 'failed'}>
              <span>{title}</span>
              <span>{result === undefined ? '' : result.problem === null ? t('approval.approved') : errorSentence(t, result.problem)}</span>
            </li>
          );
        })}
      </ul>
      {!isDone && <Textarea label={t('dossier.opinion')} value={words} autosize minRows={2} maxLength={1_000} onChange={(event) => setWords(event.currentTarget.value)} />}
    </CommandDialog>
  );
}
