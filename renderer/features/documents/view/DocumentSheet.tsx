import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate } from '../../../i18n/beijingTime.ts';
import { useHall, useLocale, useSession } from '../../hall/index.ts';
import { pictureOf, readDocument, type PagedDocument } from '../model/readDocument.ts';
import { drawWatermark } from '../model/watermark.ts';
import styles from './Documents.module.css';

export type DocumentSheetProps = {
  readonly title: string;
  /** Its bytes with their type. Called once. */
  readonly read: () => Promise<Blob>;
};

type Shown = { readonly paper: PagedDocument | null; readonly picture: Blob | null };

/** A paper in place, page by page (arrow keys, Home, End while it has the keyboard), or a picture; turned and enlarged (+, -) by the person, whose name it bears. */
export function DocumentSheet({ title, read }: DocumentSheetProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown | 'failed' | null>(null);
  const [page, setPage] = useState(1);
  const [quarters, setQuarters] = useState(0);
  const [large, setLarge] = useState(false);
  const address = useDrawn({ shown: shown === 'failed' ? null : shown, page, words: useReader(), root, onFailed: () => setShown('failed') });
  useOpened(read, setShown);
  const pages = shown !== null && shown !== 'failed' && shown.paper !== null ? shown.paper.pageCount : 1;
  const turn = (by: 1 | -1) => setPage((before) => Math.min(pages, Math.max(1, before + by)));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowRight' || key === 'PageDown') turn(1);
    if (key === 'ArrowLeft' || key === 'PageUp') turn(-1);
    if (key === 'Home') setPage(1);
    if (key === 'End') setPage(pages);
    if (key === '+' || key === '=') setLarge(true);
    if (key === '-') setLarge(false);
  };
  return (
    <div ref={root} className={styles.viewer} data-role="document" data-pages={pages} onKeyDown={onKeyDown}>
      <div className={styles.tools}>
        {pages > 1 && (
          <>
            <Button size="compact-xs" variant="default" onClick={() => turn(-1)} data-action="page.back">{t('documents.back')}</Button>
            <span className={styles.page}>{t('documents.page', { page, pages })}</span>
            <Button size="compact-xs" variant="default" onClick={() => turn(1)} data-action="page.on">{t('documents.on')}</Button>
          </>
        )}
        <Button size="compact-xs" variant="default" onClick={() => setQuarters((before) => (before + 1) % 4)}>{t('documents.turn')}</Button>
        <Button size="compact-xs" variant="default" aria-pressed={large} onClick={() => setLarge((before) => !before)}>{t(large ? 'documents.fit' : 'documents.enlarge')}</Button>
      </div>
      <div className={styles.sheet} data-large={large} tabIndex={0} data-autofocus role="group" aria-label={title}>
        {address !== null ? <img src={address} alt={title} style={{ rotate: `${quarters * 90}deg` }} /> : <p role="status">{t(shown === 'failed' ? 'documents.failed' : 'documents.loading')}</p>}
      </div>
    </div>
  );
}

function useOpened(read: () => Promise<Blob>, show: (shown: Shown | 'failed') => void): void {
  const asked = useRef(read);
  const told = useRef(show);
  useEffect(() => {
    let paper: PagedDocument | null = null;
    let over = false;
    const open = async () => {
      const blob = await asked.current();
      paper = blob.type === 'application/pdf' ? await readDocument(blob) : null;
      if (over) {
        await paper?.close();
      } else {
        told.current({ paper, picture: paper === null ? blob : null });
      }
    };
    open().catch(() => {
      if (!over) told.current('failed');
    });
    return () => {
      over = true;
      void paper?.close();
    };
  }, []);
}

/** Who reads this and since when: court, name, hall time of the opening. */
function useReader(): string {
  const { link } = useHall();
  const { person, court } = useSession();
  const locale = useLocale();
  const [openedAt] = useState(() => link.now());
  return `${court.name} ${person?.name ?? '—'} ${formatDate(openedAt, locale)} ${formatClock(openedAt)}`;
}

/** An address of what is to be seen, with the reader's words all over; null while it is being drawn. */
function useDrawn({ shown, page, words, root, onFailed }: { shown: Shown | null; page: number; words: string; root: React.RefObject<HTMLElement | null>; onFailed: () => void }): string | null {
  const [address, setAddress] = useState<string | null>(null);
  const failed = useRef(onFailed);
  useEffect(() => {
    const canvas = root.current?.ownerDocument.createElement('canvas');
    if (shown === null || canvas === undefined) {
      return undefined;
    }
    let made: string | null = null;
    let over = false;
    const draw = async () => {
      const finish = (drawn: HTMLCanvasElement) => mark(drawn, words);
      const blob = shown.paper !== null ? await shown.paper.draw(page, canvas, finish) : shown.picture !== null ? await redraw(shown.picture, canvas, finish) : null;
      if (!over && blob !== null) {
        made = URL.createObjectURL(blob);
        setAddress(made);
      }
    };
    draw().catch(() => {
      if (!over) failed.current();
    });
    return () => {
      over = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [shown, page, words, root]);
  return address;
}

async function redraw(picture: Blob, canvas: HTMLCanvasElement, finish: (canvas: HTMLCanvasElement) => void): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  finish(canvas);
  return pictureOf(canvas);
}

function mark(canvas: HTMLCanvasElement, words: string): void {
  const pen = canvas.getContext('2d');
  // Nothing is shown that does not say who looks at it.
  if (pen === null) {
    throw new Error('the page cannot be marked');
  }
  // The reader of documents leaves its own turn and scale behind.
  pen.resetTransform();
  drawWatermark(pen, { width: canvas.width, height: canvas.height, words });
}
