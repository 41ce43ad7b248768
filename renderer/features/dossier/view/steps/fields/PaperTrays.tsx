import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestInput } from '#protocol/contract.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { FlowStep } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { documentIntake } from '../../../../documents/index.ts';
import { useHall } from '../../../../hall/index.ts';
import { createTray, sentFiles, TrayField, type Tray, type TrayFile } from '../../../../upload/index.ts';
import type { TaskBook } from '../../useTaskBook.ts';
import styles from '../Steps.module.css';

const MOST = 6;
type Given = RequestInput<'task.addDocuments'>['documents'];

export type PaperTraysState = {
  readonly trays: readonly { readonly paperId: string | null; readonly name: string | null; readonly tray: Tray }[];
  /** Papers that are asked for and are neither in the dossier nor brought. */
  readonly missing: readonly string[];
  /** What is brought; null while one is on its way or could not be sent. */
  readonly given: Given | null;
};

/** A tray for each paper that the step needs and the dossier lacks, and one for others where papers come with it. They stay as they were when the dialog was opened. */
export function usePaperTrays({ task, book, step }: { task: Task; book: TaskBook; step: FlowStep }): PaperTraysState {
  const { link } = useHall();
  const [trays] = useState(() => paperIdsOf(task, book, step).map((paperId) => ({ paperId, tray: createTray({ link, intake: documentIntake(link), most: MOST }) })));
  const [subscribe] = useState(() => (listener: () => void) => {
    const stops = trays.map(({ tray }) => tray.state.subscribe(listener));
    return () => stops.forEach((stop) => stop());
  });
  useSyncExternalStore(subscribe, () => JSON.stringify(trays.map(({ tray }) => tray.state.getState().files)));
  useEffect(() => () => trays.forEach(({ tray }) => tray.clear()), [trays]);
  const sent = trays.map(({ paperId, tray }) => sentFiles(tray.state.getState().files)?.map((file) => givenAs(file, paperId)) ?? null);
  return {
    trays: trays.map(({ paperId, tray }) => ({ paperId, tray, name: paperId === null ? null : (book.book.papers.find(({ id }) => id === paperId)?.name ?? paperId) })),
    missing: trays.flatMap(({ paperId, tray }) => (paperId !== null && tray.state.getState().files.length === 0 ? [paperId] : [])),
    given: sent.some((files) => files === null) ? null : sent.flatMap((files) => files ?? []),
  };
}

/** Kinds of papers to bring; null: others. */
function paperIdsOf(task: Task, { item }: TaskBook, step: FlowStep): (string | null)[] {
  const asked = [...step.papers, ...(step.itemPapers ? item.papers.filter(({ required }) => required).map(({ paperId }) => paperId) : [])];
  const needed = [...new Set(asked)].filter((paperId) => !task.documents.some((document) => document.paperId === paperId));
  return step.results || needed.length > 0 || step.kind === 'other' ? [...needed, null] : [];
}

function givenAs({ fileId, name, mimeType, totalBytes }: TrayFile & { readonly fileId: string }, paperId: string | null): Given[number] {
  return { documentId: fileId, name, mimeType: DOCUMENT_TYPES.find((type) => type === mimeType)!, totalBytes, paperId, replaces: null };
}

/** Where the papers are brought. */
export function PaperTrays({ trays: { trays } }: { trays: PaperTraysState }) {
  const { t } = useTranslation();
  return (
    <>
      {trays.map(({ paperId, name, tray }) => (
        <div key={paperId ?? ''} className={styles.tray} data-missing={name !== null && tray.state.getState().files.length === 0}>
          <span>{name ?? t('dossier.otherPapers')}</span>
          <TrayField tray={tray} label={t('dossier.addPaper')} wrongType={t('dossier.wrongType')} />
        </div>
      ))}
    </>
  );
}
