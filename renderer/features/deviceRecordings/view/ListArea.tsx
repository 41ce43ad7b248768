import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import type { DeviceRecordings } from '../model/createDeviceRecordings.ts';
import { RecordingList } from './RecordingList.tsx';
import styles from './DeviceRecordings.module.css';

/** The list, or why there is none. */
export function ListArea({ room, shown, onPlay }: { room: DeviceRecordings; shown: number | null; onPlay: ((at: number) => void) | null }) {
  const { t } = useTranslation();
  const { list } = useStore(room.state);
  const again = <Button size="xs" variant="default" onClick={room.again}>{t('recordings.again')}</Button>;
  if (list.phase === 'read') {
    const missing = list.announced - list.recordings.length;
    return (
      <div className={styles.list}>
        {missing > 0 && <NoticeLine tone="waiting">{t('recordings.notWhole', { announced: list.announced, count: list.recordings.length })} {again}</NoticeLine>}
        <RecordingList recordings={list.recordings} shown={shown} onPlay={onPlay} />
      </div>
    );
  }
  return (
    <div className={styles.list} data-phase={list.phase}>
      {list.phase === 'failed' ? <EmptyNote title={errorSentence(t, list.problem)}>{again}</EmptyNote> : <EmptyNote title={t('recordings.asking')} hint={t('recordings.askingHint')}><Loader size="xs" type="dots" /></EmptyNote>}
    </div>
  );
}
