import { Button, Textarea } from '@mantine/core';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { FeedId, OperationId } from '#protocol/nouns/ids.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../command/index.ts';
import { feedOfUnit, useHall, useHallState } from '../../hall/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import { sentFiles, TrayField } from '../../upload/index.ts';
import { pictureTray } from '../model/pictureTray.ts';
import styles from './Journal.module.css';

const MOST_PICTURES = 9;

/** A note: words, pictures, and a mark of what the chosen unit shows at this moment. Ctrl+Enter sends it. */
export function NoteForm({ operationId }: { operationId: OperationId }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const note = useCommand('journal.note');
  const tray = useMemo(() => pictureTray({ link, operationId, most: MOST_PICTURES }), [link, operationId]);
  useEffect(() => tray.clear, [tray]);
  const { files } = useStore(tray.state);
  const [text, setText] = useState('');
  const [mark, setMark] = useState<{ feedId: FeedId; at: number } | null>(null);
  const ids = sentFiles(files)?.map(({ fileId }) => fileId) ?? null;
  const isEmpty = text.trim() === '' && files.length === 0 && mark === null;
  const submit = async () => {
    if (ids === null || isEmpty) {
      return;
    }
    if ((await note.ask({ operationId, text: text.trim(), pictureIds: ids, mark })) !== null) {
      setText('');
      setMark(null);
      tray.clear();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      void submit();
    }
  };
  return (
    <div className={styles.form} onKeyDown={onKeyDown}>
      <Textarea size="xs" aria-label={t('journal.text')} placeholder={t('journal.placeholder')} value={text} maxLength={2_000} autosize minRows={1} maxRows={6} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={styles.tools}>
        <TrayField tray={tray} label={t('journal.addPicture')} wrongType={t('journal.picture.type')} />
        <MarkButton mark={mark} onMark={setMark} />
        <ActionButton size="compact-xs" variant={isEmpty || ids === null ? 'default' : 'filled'} loading={note.busy} onClick={() => void submit()} data-action="journal.note">
          {t(ids === null ? 'journal.sending' : 'journal.write')}
        </ActionButton>
      </div>
      {note.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, note.problem)}</p>}
    </div>
  );
}

/** Keeps the moment at which it was pressed, not the one at which the note is sent. */
function MarkButton({ mark, onMark }: { mark: { feedId: FeedId; at: number } | null; onMark: (mark: { feedId: FeedId; at: number } | null) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const unitId = useSelectionState((state) => state.unitId);
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  const feedId = useHallState((state) => (unitId === null ? null : (feedOfUnit(state.feeds, unitId)?.feedId ?? null)));
  if (mark !== null) {
    return <Button size="compact-xs" variant="light" onClick={() => onMark(null)}>{t('journal.unmark', { time: formatClock(mark.at) })}</Button>;
  }
  if (unit === undefined || feedId === null) {
    return null;
  }
  return <Button size="compact-xs" variant="default" title={unit.name} onClick={() => onMark({ feedId, at: Math.floor(link.now()) })}>{t('journal.mark')}</Button>;
}
