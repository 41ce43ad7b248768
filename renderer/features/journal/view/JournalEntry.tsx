import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { noteOf, picturesOf, type Note } from '../model/entryWords.ts';
import { Picture } from './pictures/Picture.tsx';
import styles from './Journal.module.css';

type EntryProps = { readonly entry: WireEntry; readonly words: string; readonly operationId: OperationId; readonly onPicture: (pictureId: string) => void };

/** One line: when, who, what; a note with its pictures and its mark. */
export const JournalEntry = memo(function JournalEntry({ entry, words, operationId, onPicture }: EntryProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const note = noteOf(entry);
  const pictures = picturesOf(entry);
  const mark = note?.mark ?? null;
  return (
    <article className={styles.entry} data-note={note !== null} data-event={entry.name}>
      <time className={styles.time}>{formatMoment(entry.at, link.now(), locale)}</time>
      <div className={styles.body}>
        <span className={styles.who}>{entry.actor.kind === 'hall' ? t('audit.actorHall') : entry.actor.name}</span>
        <span className={styles.words}>{note === null ? words : note.text}</span>
        {mark !== null && <Mark mark={mark} />}
        {pictures.length > 0 && (
          <div className={styles.pictures}>
            {pictures.map((pictureId) => <Picture key={pictureId} operationId={operationId} pictureId={pictureId} onOpen={() => onPicture(pictureId)} />)}
          </div>
        )}
      </div>
    </article>
  );
});

function Mark({ mark }: { mark: NonNullable<Note['mark']> }) {
  const { t } = useTranslation();
  const name = useHallState((state) => {
    const feed = state.log.feeds.get(mark.feedId as never);
    return (feed === undefined ? undefined : state.units.get(feed.unitId)?.name ?? feed.label) ?? null;
  });
  return <span className={styles.mark}>{t('journal.markedAt', { unit: name ?? t('journal.goneUnit'), time: formatClock(mark.at) })}</span>;
}
