import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { FeedId, SessionId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { useHall, useHallState, useLinkState } from '../../hall/index.ts';
import { createReportReader } from '../model/createReportReader.ts';
import { TILE_FILTERS, tileCounts, tileRows, type TileFilter } from '../model/tileRows.ts';
import { TileTable } from './TileTable.tsx';
import { WindowList } from './WindowList.tsx';
import styles from './Diagnostics.module.css';

/** All windows' tiles as they are. */
export function DiagnosticsPage() {
  const { t } = useTranslation();
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const reader = useMemo(() => createReportReader({ link }), [link]);
  const { windows, problem } = useStore(reader.state);
  const feeds = useHallState((state) => state.feeds);
  const units = useHallState((state) => state.units);
  const [filter, setFilter] = useState<TileFilter>('all');
  const [chosen, setChosen] = useState<SessionId | null>(null);
  useEffect(() => reader.start(), [reader]);

  if (windows === null) {
    return <EmptyNote title={problem === null ? t('hall.loading') : errorSentence(t, problem)} />;
  }
  const now = link.now();
  const unitNameOf = (feedId: FeedId) => {
    const feed = feeds.get(feedId);
    return (feed && units.get(feed.unitId)?.name) ?? '';
  };
  const counts = tileCounts(windows, now);
  const sessionId = windows.some((window) => window.sessionId === chosen) ? chosen : null;
  return (
    <Workbench
      fresh={online && problem === null}
      tools={
        <>
          <SegmentedControl size="xs" value={filter} onChange={(value) => setFilter(TILE_FILTERS.find((each) => each === value) ?? 'all')} data={TILE_FILTERS.map((value) => ({ value, label: t(`diagnostics.filter.${value}`) }))} />
          <span className={styles.counts} data-role="diagnostics-counts">
            <span>{t('diagnostics.counts', { tiles: counts.tiles, live: counts.live })}</span>
            <span data-waiting={counts.ill > 0}>{t('diagnostics.countIll', { count: counts.ill })}</span>
            <span>{t('diagnostics.countMends', { count: counts.mends, reloads: counts.reloads })}</span>
          </span>
        </>
      }
      notice={problem !== null && <NoticeLine tone="waiting">{errorSentence(t, problem)}</NoticeLine>}
      side={<WindowList windows={windows} now={now} chosen={sessionId} onChoose={setChosen} />}
    >
      <TileTable rows={tileRows(windows, { unitNameOf, filter, sessionId, now })} />
    </Workbench>
  );
}
