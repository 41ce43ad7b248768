import { useEffect, useState } from 'react';
import type { Instruction } from '#protocol/field/instructions.ts';
import { AppError } from '#protocol/errors.ts';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { saveBlob } from './saveBlob.ts';
import styles from './Sheet.module.css';

type DocumentListProps = { readonly documents: readonly Instruction['documents'][number][]; readonly work: FieldWork; readonly texts: Texts };

/** Papers of an instruction: pictures open here, others with what the device has for them. */
export function DocumentList({ documents, work, texts }: DocumentListProps) {
  if (documents.length === 0) {
    return null;
  }
  return (
    <div className={styles.choice} aria-label={texts('work.documents')}>
      {documents.map((document) => <Document key={document.documentId} document={document} work={work} texts={texts} />)}
    </div>
  );
}

function Document({ document, work, texts }: { document: Instruction['documents'][number]; work: FieldWork; texts: Texts }) {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<'work.documentProblem' | 'work.documentNeedsLine' | null>(null);
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => () => (picture === null ? undefined : URL.revokeObjectURL(picture)), [picture]);
  const { name, mimeType, totalBytes } = document;
  const open = async () => {
    setProblem(null);
    setShare(0);
    try {
      const blob = await work.readDocument(document, setShare);
      if (mimeType === 'application/pdf') saveBlob(blob, name);
      else setPicture(URL.createObjectURL(blob));
    } catch (error) {
      setProblem(error instanceof AppError && error.code === 'disconnected' ? 'work.documentNeedsLine' : 'work.documentProblem');
    }
    setShare(null);
  };
  return (
    <>
      <button type="button" data-role="field-document" disabled={share !== null} onClick={() => void open()}>
        {share === null ? texts('work.document', { name, size: sizeText(totalBytes) }) : texts('work.documentProgress', { percent: Math.floor(share * 100) })}
      </button>
      {problem === null ? null : <p className={styles.problem} role="status">{texts(problem)}</p>}
      {picture === null ? null : <img className={styles.photo} src={picture} alt={name} />}
    </>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
