import { Button, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { SOURCE_STATES, type SourceProtocol } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { PlusIcon, SearchIcon } from '../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHallState, useLinkState } from '../../hall/index.ts';
import type { SourceWatch } from '../model/createSourceWatch.ts';
import { addressText, ALL_SOURCES, codecName, matchSourceRows, sourceRows, type SourceRow } from '../model/sourceRows.ts';
import { NextAttempt } from './NextAttempt.tsx';
import type { ToldPush } from './PushUrlDialog.tsx';
import { SourceDetail } from './SourceDetail.tsx';
import { SourceMark } from './SourceMark.tsx';
import styles from './Sources.module.css';

const PROTOCOLS: readonly SourceProtocol[] = ['rtsp', 'rtmp', 'srt', 'gb28181'];

type SourcesPaneProps = {
  readonly watch: SourceWatch;
  readonly selected: SourceId | null;
  readonly onSelect: (sourceId: SourceId) => void;
  readonly onAdd: () => void;
  readonly onPush: (push: ToldPush) => void;
};

export function SourcesPane({ watch, selected, onSelect, onAdd, onPush }: SourcesPaneProps) {
  const { t } = useTranslation();
  const log = useHallState((state) => state.log);
  const synced = useHallState((state) => state.synced);
  const { statuses, problem } = useStore(watch.state);
  const [query, setQuery] = useState(ALL_SOURCES);
  const rows = useMemo(() => sourceRows(log, statuses), [log, statuses]);
  const shown = useMemo(() => matchSourceRows(rows, query), [rows, query]);
  const chosen = rows.find(({ source }) => source.sourceId === selected);
  return (
    <Workbench
      fresh={synced}
      notice={problem === null ? undefined : (
        <NoticeLine tone="lost">
          {t('sources.readFailed', { why: errorSentence(t, problem) })} <Button size="compact-xs" variant="default" onClick={watch.refresh}>{t('sources.again')}</Button>
        </NoticeLine>
      )}
      tools={
        <>
          <TextInput w={220} value={query.text} placeholder={t('sources.search')} aria-label={t('sources.search')} leftSection={<SearchIcon size={14} />} onChange={(event) => setQuery({ ...query, text: event.currentTarget.value })} onKeyDown={(event) => event.key === 'Escape' && setQuery({ ...query, text: '' })} />
          <Select w={140} clearable placeholder={t('sources.anyProtocol')} aria-label={t('sources.anyProtocol')} value={query.protocol} onChange={(protocol) => setQuery({ ...query, protocol })} data={PROTOCOLS.map((value) => ({ value, label: t(`sources.protocols.${value}`) }))} />
          <Select w={120} clearable placeholder={t('sources.anyState')} aria-label={t('sources.anyState')} value={query.state} onChange={(state) => setQuery({ ...query, state })} data={SOURCE_STATES.map((value) => ({ value, label: t(`sources.states.${value}`) }))} />
          <span className={styles.count}>{t('sources.count', { live: shown.filter(({ status }) => status?.state === 'live').length, total: shown.length })}</span>
          <ActionButton leftSection={<PlusIcon size={13} />} onClick={onAdd} data-action="source.add">{t('sources.add')}</ActionButton>
        </>
      }
      side={chosen === undefined ? <EmptyNote title={t('sources.choose')} /> : <SourceDetail key={chosen.source.sourceId} row={chosen} onPush={onPush} />}
    >
      <DataTable
        label={t('sources.list')}
        columns={useColumns()}
        rows={shown}
        keyOf={({ source }) => source.sourceId}
        selected={selected}
        onSelect={(key) => onSelect(key as SourceId)}
        toneOf={({ source }) => (source.enabled ? undefined : 'faint')}
        empty={<NoSources any={rows.length > 0} onClear={() => setQuery(ALL_SOURCES)} />}
        minWidthPx={1_080}
      />
    </Workbench>
  );
}

function useColumns(): Column<SourceRow>[] {
  const { t } = useTranslation();
  return [
    { key: 'unit', title: t('sources.unit'), track: 'minmax(12em, 1.4fr)', sortBy: (row) => row.unitName, render: (row) => <MiddleEllipsis text={row.unitName} /> },
    { key: 'label', title: t('sources.label'), track: 'minmax(6em, 1fr)', sortBy: (row) => row.source.label, render: (row) => <MiddleEllipsis text={row.source.label} /> },
    { key: 'state', title: t('sources.state'), track: '96px', sortBy: (row) => row.status?.state ?? '', render: (row) => <SourceMark row={row} /> },
    { key: 'reason', title: t('sources.reason'), track: 'minmax(9em, 1.6fr)', render: ({ status }) => (status === null || status.fault === null || status.state === 'live' ? '' : <span title={status.fault.detail}>{t(`sources.fault.${status.fault.fault}`)}</span>) },
    { key: 'next', title: t('sources.next'), track: '90px', render: ({ status }) => <NextAttempt status={status} /> },
    { key: 'attempts', title: t('sources.attempts'), track: '70px', sortBy: (row) => row.status?.attempts ?? 0, render: ({ status }) => (status === null || status.attempts === 0 ? '' : t('sources.attemptCount', { count: status.attempts })) },
    { key: 'protocol', title: t('sources.protocol'), track: '110px', sortBy: (row) => row.source.address.protocol, render: (row) => t(`sources.protocols.${row.source.address.protocol}`) },
    { key: 'address', title: t('sources.address'), track: 'minmax(9em, 1.8fr)', sortBy: (row) => addressText(row.source.address), render: (row) => <span className={styles.faint}><MiddleEllipsis text={addressText(row.source.address) || t('sources.push')} /></span> },
    { key: 'media', title: t('sources.codec'), track: '120px', render: ({ status }) => (status === null || status.media === null ? '' : `${codecName(status.media.videoCodec)} ${t(status.media.copied ? 'sources.copied' : 'sources.transcoded')}`) },
  ];
}

function NoSources({ any, onClear }: { any: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const known = useHallState((state) => state.position !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return <EmptyNote title={away ? t('units.notConnected') : t('hall.loading')} hint={t('sources.noneYet')} />;
  }
  return any ? <EmptyNote title={t('people.noMatch')}><Button variant="default" onClick={onClear}>{t('people.clearFilters')}</Button></EmptyNote> : <EmptyNote title={t('sources.none')} hint={t('sources.noneHint')} />;
}
