import { Button, NumberInput, Progress, TextInput } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '#protocol/errors.ts';
import { PICTURE_MAX_BYTES } from '#protocol/operations/journal.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useHall } from '../../hall/index.ts';
import { readDocument, type PagedDocument } from '../../documents/index.ts';
import { isPictureType, sendWallPicture } from '../model/sendWallPicture.ts';
import styles from './Picker.module.css';

const MAX_TITLE = 80;
const ACCEPTED = 'image/png,image/jpeg,image/webp,application/pdf';
/** Of a document, which is read here and not sent. */
const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;

type Problem = 'type' | 'size' | 'document' | AppError;

/** An image or a page of a document, from a file, the clipboard or another window. */
export function PictureChoice({ blocked, onChoose }: { blocked: boolean; onChoose: (content: TileContent, label: string) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const sending = useRef<AbortController | null>(null);
  const [title, setTitle] = useState('');
  const [picture, setPicture] = useState<Blob | null>(null);
  const [paper, setPaper] = useState<PagedDocument | null>(null);
  const [page, setPage] = useState(1);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const preview = useAddress(picture);

  const take = useCallback((file: File) => {
    setProblem(null);
    setPicture(null);
    setPaper(null);
    setTitle(file.name.replace(/\.[^.]*$/u, '').slice(0, MAX_TITLE));
    if (file.type === 'application/pdf') {
      if (file.size > MAX_DOCUMENT_BYTES) {
        return setProblem('size');
      }
      setPage(1);
      readDocument(file).then(setPaper, () => setProblem('document'));
    } else if (!isPictureType(file.type)) {
      setProblem('type');
    } else if (file.size > PICTURE_MAX_BYTES) {
      setProblem('size');
    } else {
      setPicture(file);
    }
  }, []);
  useEffect(() => () => void paper?.close(), [paper]);
  useEffect(() => () => sending.current?.abort(), []);
  useEffect(() => {
    const canvas = root.current?.ownerDocument.createElement('canvas');
    if (paper === null || canvas === undefined) {
      return undefined;
    }
    let ended = false;
    paper.draw(page, canvas).then((drawn) => ended || setPicture(drawn), () => ended || setProblem('document'));
    return () => {
      ended = true;
    };
  }, [paper, page]);
  useEffect(() => {
    const document = root.current?.ownerDocument;
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file !== undefined) {
        event.preventDefault();
        take(file);
      }
    };
    document?.addEventListener('paste', onPaste);
    return () => document?.removeEventListener('paste', onPaste);
  }, [take]);

  const send = async (chosen: Blob) => {
    const abort = new AbortController();
    sending.current = abort;
    setProblem(null);
    setShare(0);
    try {
      const pictureId = await sendWallPicture({ link, picture: chosen, onProgress: setShare, signal: abort.signal });
      const named = paper === null ? title.trim() : `${title.trim()} ${t('wallPicker.pageOf', { page })}`.trim();
      onChoose({ kind: 'picture', pictureId, title: named.slice(0, MAX_TITLE) }, named);
    } catch (error) {
      if (!abort.signal.aborted) {
        setProblem(error instanceof AppError ? error : new AppError('internal', { cause: error }));
      }
    } finally {
      setShare(null);
    }
  };
  const words = problem === null ? null : typeof problem === 'string' ? t(`wallPicker.fault.${problem}`) : errorSentence(t, problem);
  return (
    <div ref={root} className={styles.choices}>
      <div className={styles.drop} data-role="picture-drop" onDragOver={(event) => event.preventDefault()} onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer.files[0];
        if (file !== undefined) {
          take(file);
        }
      }}>
        {preview === null ? <span className={styles.hint}>{t('wallPicker.dropHere')}</span> : <img className={styles.preview} src={preview} alt={title} />}
        <Button size="compact-xs" variant="default" onClick={() => input.current?.click()}>{t('wallPicker.file')}</Button>
        <input ref={input} type="file" accept={ACCEPTED} hidden data-role="picture-file" onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) {
            take(file);
          }
        }} />
      </div>
      {paper !== null && <NumberInput size="xs" label={t('wallPicker.page', { count: paper.pageCount })} min={1} max={paper.pageCount} value={page} onChange={(value) => setPage(Math.min(paper.pageCount, Math.max(1, Number(value) || 1)))} />}
      <TextInput size="xs" label={t('wallPicker.pictureTitle')} maxLength={MAX_TITLE} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      {words !== null && <p className={styles.problem} role="alert">{words}</p>}
      {share !== null && <Progress value={share * 100} aria-label={t('wallPicker.sending')} />}
      <Button size="xs" disabled={blocked || picture === null} loading={share !== null} data-action="wall.picture" onClick={() => picture !== null && void send(picture)}>{t('wallPicker.showPicture')}</Button>
    </div>
  );
}

function useAddress(picture: Blob | null): string | null {
  const [shown, setShown] = useState<{ readonly picture: Blob; readonly address: string } | null>(null);
  if (picture !== null && shown?.picture !== picture) {
    setShown({ picture, address: URL.createObjectURL(picture) });
  }
  const address = shown?.address;
  useEffect(() => (address === undefined ? undefined : () => URL.revokeObjectURL(address)), [address]);
  return picture === null || shown?.picture !== picture ? null : shown.address;
}
