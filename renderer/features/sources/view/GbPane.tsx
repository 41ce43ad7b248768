import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { GbChannel } from '#protocol/media/sources.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { StateMark } from '../../../ui/page/StateMark.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHall, useLocale } from '../../hall/index.ts';
import { createGbWatch } from '../model/createGbWatch.ts';
import { EMPTY_FORM, type SourceForm } from '../model/sourceForm.ts';
import styles from './Sources.module.css';
import { UpwardPlatforms } from './UpwardPlatforms.tsx';

const keyOf = ({ deviceId, channelId }: GbChannel) => `${deviceId}-${channelId ?? ''}`;

/** What a GB/T 28181 device has to be told, and those that knocked. */
export function GbPane({ onAdd }: { onAdd: (form: SourceForm) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const watch = useMemo(() => createGbWatch({ link }), [link]);
  useEffect(() => watch.start(), [watch]);
  const { read, problem } = useStore(watch.state);
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useColumns((channel) => onAdd({ ...EMPTY_FORM, protocol: 'gb28181', label: channel.name.slice(0, 32), deviceId: channel.deviceId, channelId: channel.channelId ?? '' }));
  if (read === null) {
    return problem === null ? <EmptyNote title={t('hall.loading')} /> : <EmptyNote title={errorSentence(t, problem)}><Button variant="default" onClick={watch.refresh}>{t('sources.again')}</Button></EmptyNote>;
  }
  if (read.server === null) {
    return <EmptyNote title={t('sources.gbOff')} hint={t('sources.gbOffHint')} />;
  }
  const { id, realm, host, port } = read.server;
  return (
    <div className={styles.root}>
      {problem !== null && <NoticeLine tone="lost">{t('sources.readFailed', { why: errorSentence(t, problem) })}</NoticeLine>}
      <dl className={styles.server} data-role="gb-server">
        <h4 className={styles.serverTitle}>{t('sources.gbServer')}</h4>
        <div><dt>{t('sources.gbServerId')}</dt><dd>{id}</dd></div>
        <div><dt>{t('sources.gbRealm')}</dt><dd>{realm}</dd></div>
        <div><dt>{t('sources.gbHost')}</dt><dd>{host}</dd></div>
        <div><dt>{t('sources.gbPort')}</dt><dd>{port}</dd></div>
      </dl>
      <UpwardPlatforms />
      <div className={styles.pane}>
        <DataTable label={t('sources.gb')} columns={columns} rows={read.channels} keyOf={keyOf} selected={selected} onSelect={setSelected} toneOf={({ online }) => (online ? undefined : 'faint')} empty={<EmptyNote title={t('sources.gbNone')} hint={t('sources.gbNoneHint')} />} minWidthPx={980} />
      </div>
    </div>
  );
}

function useColumns(add: (channel: GbChannel) => void): Column<GbChannel>[] {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  return [
    { key: 'name', title: t('sources.gbName'), track: 'minmax(8em, 1.4fr)', sortBy: (row) => row.name, render: (row) => <MiddleEllipsis text={row.channelId === null ? t('sources.gbDeviceOnly') : row.name} /> },
    { key: 'device', title: t('sources.deviceId'), track: '170px', sortBy: (row) => row.deviceId, render: (row) => row.deviceId },
    { key: 'channel', title: t('sources.channelId'), track: '170px', sortBy: (row) => row.channelId, render: (row) => row.channelId ?? '—' },
    { key: 'maker', title: t('sources.gbMaker'), track: 'minmax(5em, 0.7fr)', sortBy: (row) => row.manufacturer, render: (row) => <MiddleEllipsis text={row.manufacturer || '—'} /> },
    { key: 'from', title: t('sources.gbFrom'), track: 'minmax(8em, 0.8fr)', render: (row) => <span className={styles.faint}>{row.remoteAddress}</span> },
    { key: 'state', title: t('sources.state'), track: '80px', sortBy: (row) => Number(row.online), render: (row) => <StateMark tone={row.online ? 'live' : 'faint'} text={t(row.online ? 'sources.gbOnline' : 'sources.gbGone')} /> },
    { key: 'seen', title: t('sources.gbSeen'), track: '110px', sortBy: (row) => row.seenAt, render: (row) => <span className={styles.faint}>{formatMoment(row.seenAt, link.now(), locale)}</span> },
    { key: 'add', title: '', track: '130px', render: (row) => <ActionButton size="compact-xs" onClick={() => add(row)} data-action="source.add">{t('sources.gbAdd')}</ActionButton> },
  ];
}
