import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useCapability, useHall, useHallState, useLocale, useRules } from '../../hall/index.ts';
import { createJournal } from '../model/createJournal.ts';
import { entryWords } from '../model/entryWords.ts';
import { JournalEntry } from './JournalEntry.tsx';
import { NoteForm } from './NoteForm.tsx';
import { PictureViewer } from './pictures/PictureViewer.tsx';
import styles from './Journal.module.css';

const PAGE = 50;

/** What happened on an operation, newest first, and the line in which a note is written. */
export function Journal({ operationId }: { operationId: OperationId }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link, replica } = useHall();
  const writes = useCapability('operations.work');
  const synced = useHallState((state) => state.synced);
  const log = useHallState((state) => state.log);
  const book = useRules()?.book ?? null;
  const journal = useMemo(() => createJournal({ link, replica, operationId, page: PAGE }), [link, replica, operationId]);
  useEffect(() => journal.start(), [journal]);
  const { entries, more, phase, problem } = useStore(journal.state);
  const [shown, setShown] = useState<string | null>(null);
  return (
    <div className={styles.journal} data-synced={synced} data-role="journal">
      {writes && <NoteForm operationId={operationId} />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {errorSentence(t, problem)} <Button size="compact-xs" variant="default" onClick={journal.reread}>{t('journal.again')}</Button>
        </p>
      )}
      <div className={styles.list} tabIndex={0} role="log" aria-label={t('journal.title')} data-panel-focus>
        {entries.length === 0 && problem === null && <EmptyNote title={t(phase === 'reading' ? 'hall.loading' : 'journal.none')} hint={phase === 'reading' ? undefined : t('journal.noneHint')} />}
        {entries.map((entry) => (
          <JournalEntry key={entry.sequence} entry={entry} words={entryWords(entry, { t, locale, log, book })} operationId={operationId} onPicture={setShown} />
        ))}
        {entries.length > 0 && (
          <p className={styles.foot}>
            {phase === 'readingMore' ? t('journal.readingOlder') : more ? <Button size="compact-xs" variant="subtle" onClick={journal.loadMore}>{t('journal.older')}</Button> : t('journal.end', { count: entries.length })}
          </p>
        )}
      </div>
      {shown !== null && <PictureViewer operationId={operationId} pictureId={shown} onClose={() => setShown(null)} />}
    </div>
  );
}
