import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { DocumentSheet } from '../../documents/index.ts';
import { HallBoundary, useHall, useLinkState } from '../../hall/index.ts';
import { listenForShortcuts } from '../../shortcuts/index.ts';
import { paperShelf } from '../model/paperShelf.ts';
import { readTaskPaper } from '../model/readTaskPaper.ts';
import { DossierHead } from './head/DossierHead.tsx';
import { OperationLive } from './live/OperationLive.tsx';
import { CasePart } from './parts/CasePart.tsx';
import { CountersignPart } from './parts/CountersignPart.tsx';
import { FormFacts } from './parts/FormFacts.tsx';
import { FormPart } from './parts/FormPart.tsx';
import { HistoryPart } from './parts/HistoryPart.tsx';
import { PapersPart } from './parts/PapersPart.tsx';
import { StepBar } from './steps/StepBar.tsx';
import { useFollowedTask } from './useFollowedTask.ts';
import { useTaskBook, type TaskBook } from './useTaskBook.ts';
import styles from './Dossier.module.css';

type DossierProps = {
  readonly taskId: TaskId;
  /** At the right end of its head. */
  readonly aside?: ReactNode;
  /** Whether A, R and D work on it: where nothing else beside it has the keyboard. */
  readonly keys?: boolean;
  /** After this person took a step of the flow. */
  readonly onTaken?: (task: Task) => void;
};

/** One task whole on a screen: what is asked, its case and papers, what was done to it, and what this person may do now. */
export function Dossier({ taskId, ...props }: DossierProps) {
  return <HallBoundary name="dossier"><OpenDossier key={taskId} taskId={taskId} {...props} /></HallBoundary>;
}

function OpenDossier({ taskId, aside, keys = false, onTaken }: DossierProps) {
  const { t } = useTranslation();
  const { task, problem, put, again } = useFollowedTask(taskId);
  const online = useLinkState((state) => state.phase === 'online');
  if (task === null) {
    return (
      <div className={styles.dossier} data-role="dossier" data-phase={problem === null ? 'loading' : 'failed'}>
        {aside}
        {problem === null
          ? <EmptyNote title={t(online ? 'dossier.loading' : 'dossier.offline')} />
          : <EmptyNote title={t('dossier.failed')} hint={errorSentence(t, problem)}><Button variant="default" onClick={again}>{t('hall.retry')}</Button></EmptyNote>}
      </div>
    );
  }
  return (
    <div className={styles.dossier} data-role="dossier" data-phase="open" data-fresh={online}>
      <OpenTask task={task} aside={aside} keys={keys} stale={!online || problem !== null} onChanged={put} onTaken={onTaken} />
    </div>
  );
}

function OpenTask({ task, aside, keys, stale, onChanged, onTaken }: Required<Pick<DossierProps, 'keys'>> & { task: Task; aside: ReactNode; stale: boolean; onChanged: (task: Task) => void; onTaken: ((task: Task) => void) | undefined }) {
  const { t } = useTranslation();
  const book = useTaskBook(task);
  return (
    <>
      <DossierHead task={task} book={book} aside={aside} />
      {stale && <NoticeLine tone="lost">{t('dossier.stale')}</NoticeLine>}
      {book === null ? <EmptyNote title={t('dossier.noRules')} /> : (
        <>
          <Parts task={task} book={book} keys={keys} />
          <StepBar task={task} book={book} keys={keys} onChanged={onChanged} onTaken={(after) => onTaken?.(after)} />
        </>
      )}
    </>
  );
}

function Parts({ task, book, keys }: { task: Task; book: TaskBook; keys: boolean }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const root = useRef<HTMLDivElement>(null);
  const shelf = useMemo(() => paperShelf(task.documents, book.item.papers), [task.documents, book.item.papers]);
  const [picked, setPicked] = useState<string | null>(null);
  const latest = shelf.latest.map(({ document }) => document);
  const chosen = task.documents.find(({ documentId }) => documentId === picked) ?? latest[0] ?? null;
  const next = () => setPicked(latest[(latest.findIndex((document) => document === chosen) + 1) % latest.length]?.documentId ?? null);
  useEffect(() => {
    const page = root.current?.ownerDocument;
    return page === undefined || !keys ? undefined : listenForShortcuts(page, [{ chord: 'D', run: next }]);
  });
  return (
    <div ref={root} className={styles.parts} data-papers={chosen !== null}>
      <div className={styles.column} data-column="facts">
        <CasePart task={task} book={book} />
        <FormPart task={task} fields={book.item.fields} />
        {task.result !== null && (
          <section className={styles.part} data-role="dossier-result">
            <header className={styles.partHead}><h3>{t('dossier.part.result')}</h3></header>
            <FormFacts fields={book.flow.results} values={task.result} />
          </section>
        )}
        <PapersPart task={task} book={book} shelf={shelf} chosen={chosen?.documentId ?? null} onChoose={setPicked} />
      </div>
      {chosen !== null && (
        <div className={styles.column} data-column="paper">
          <DocumentSheet key={chosen.documentId} title={chosen.name} read={() => readTaskPaper(link, { taskId: task.taskId, documentId: chosen.documentId })} />
        </div>
      )}
      <div className={styles.column} data-column="history">
        {task.operationId !== null && <OperationLive operationId={task.operationId} />}
        <CountersignPart task={task} />
        <HistoryPart task={task} book={book} />
      </div>
    </div>
  );
}
