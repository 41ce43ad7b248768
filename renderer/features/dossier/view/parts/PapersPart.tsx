import { useTranslation } from 'react-i18next';
import type { Task, TaskDocument } from '#protocol/tasks/tasks.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import type { PaperShelf } from '../../model/paperShelf.ts';
import styles from '../Dossier.module.css';
import type { TaskBook } from '../useTaskBook.ts';
import papers from './PapersPart.module.css';

type PapersPartProps = { readonly task: Task; readonly book: TaskBook; readonly shelf: PaperShelf; readonly chosen: string | null; readonly onChoose: (documentId: string) => void };

/** The papers of the dossier by what they are; what was replaced stands behind what replaced it, what is missing says so. */
export function PapersPart({ task, book, shelf, chosen, onChoose }: PapersPartProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.part} data-role="dossier-papers">
      <header className={styles.partHead}><h3>{t('dossier.part.papers')}</h3><span className={styles.faint}>{t('dossier.paperCount', { count: task.documents.length })}</span></header>
      {shelf.latest.length === 0 && <p className={styles.faint}>{t('dossier.noPapers')}</p>}
      <ul className={styles.plain}>
        {shelf.latest.map(({ document, older }) => (
          <li key={document.documentId}>
            <Paper document={document} book={book} chosen={chosen} onChoose={onChoose} />
            {older.map((replaced) => <Paper key={replaced.documentId} document={replaced} book={book} chosen={chosen} onChoose={onChoose} replaced />)}
          </li>
        ))}
      </ul>
      {shelf.missing.map((paperId) => <p key={paperId} className={papers.missing}>{t('dossier.paperMissing', { name: paperName(book, paperId) })}</p>)}
    </section>
  );
}

function Paper({ document, book, chosen, onChoose, replaced = false }: { document: TaskDocument; book: TaskBook; chosen: string | null; onChoose: (documentId: string) => void; replaced?: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { documentId, name, paperId, byName, addedAt } = document;
  return (
    <button type="button" className={papers.paper} data-document-id={documentId} data-replaced={replaced} aria-pressed={documentId === chosen} onClick={() => onChoose(documentId)}>
      <span className={papers.name}>{paperId === null ? name : paperName(book, paperId)}</span>
      {replaced && <span className={papers.mark}>{t('dossier.replaced')}</span>}
      <span className={papers.by}>{paperId === null ? '' : `${name} · `}{byName} {formatMoment(addedAt, link.now(), locale)}</span>
    </button>
  );
}

function paperName({ book }: TaskBook, paperId: string): string {
  return book.papers.find(({ id }) => id === paperId)?.name ?? paperId;
}
