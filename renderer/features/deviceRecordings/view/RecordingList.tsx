import { Button } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRecording } from '#protocol/media/recordings.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useLocale } from '../../hall/index.ts';
import { spanWords } from '../model/timeline.ts';
import styles from './DeviceRecordings.module.css';

const MIB = 1_048_576;
const keyOf = ({ from, until, kind }: DeviceRecording) => `${from}-${until}-${kind}`;

type RecordingListProps = { readonly recordings: readonly DeviceRecording[]; /** The moment that is shown. */ readonly shown: number | null; /** Null: nothing can be played now. */ readonly onPlay: ((at: number) => void) | null };

/** The day's recordings. */
export function RecordingList({ recordings, shown, onPlay }: RecordingListProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [selected, setSelected] = useState<string | null>(null);
  // What plays is marked by itself, so the mark goes along with it.
  const play = (event: SyntheticEvent, at: number) => {
    event.stopPropagation();
    setSelected(null);
    onPlay?.(at);
  };
  const columns: Column<DeviceRecording>[] = [
    { key: 'span', title: t('recordings.span'), track: '136px', sortBy: ({ from }) => from, render: spanWords },
    { key: 'length', title: t('recordings.length'), track: '64px', sortBy: ({ from, until }) => until - from, render: ({ from, until }) => formatAge(until - from, locale) },
    { key: 'kind', title: t('recordings.kind'), track: 'minmax(80px, 1fr)', sortBy: ({ kind }) => kind, render: ({ kind, secret }) => <>{t(`recordings.kinds.${kind}`)}{secret && <span className={styles.secret}>{t('recordings.secret')}</span>}</> },
    { key: 'size', title: t('recordings.size'), track: '64px', sortBy: ({ bytes }) => bytes ?? 0, render: ({ bytes }) => (bytes === null ? '—' : `${(bytes / MIB).toFixed(0)} MB`) },
    { key: 'play', title: '', track: '64px', render: ({ from }) => <Button size="compact-xs" variant="default" disabled={onPlay === null} tabIndex={-1} onClick={(event) => play(event, from)} data-action="recording.play">{t('recordings.play')}</Button> },
  ];
  const playing = shown === null ? undefined : recordings.find(({ from, until }) => shown >= from && shown < until);
  const onRowKey = (row: DeviceRecording, key: string) => {
    if (key !== 'Enter' || onPlay === null) {
      return false;
    }
    setSelected(null);
    onPlay(row.from);
    return true;
  };
  return (
    <DataTable
      label={t('recordings.list')}
      columns={columns}
      rows={recordings}
      keyOf={keyOf}
      selected={selected ?? (playing === undefined ? null : keyOf(playing))}
      onSelect={setSelected}
      onRowKey={onRowKey}
      toneOf={(row) => (row === playing ? 'waiting' : undefined)}
      minWidthPx={430}
      empty={<EmptyNote title={t('recordings.none')} hint={t('recordings.noneHint')} />}
    />
  );
}
