import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { mendCount, type TileRow } from '../model/tileRows.ts';
import { tilePlace } from '../model/tilePlace.ts';
import { useWindowName } from './useWindowName.ts';
import styles from './Diagnostics.module.css';

function cellWords(t: TFunction, tileKey: string): string {
  const place = tilePlace(tileKey);
  return place === null ? tileKey : t(place.ahead ? 'diagnostics.cellAhead' : 'diagnostics.cell', { column: place.column, row: place.row });
}

export function TileTable({ rows }: { rows: readonly TileRow[] }) {
  const { t } = useTranslation();
  const nameOf = useWindowName();
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useMemo(
    (): Column<TileRow>[] => [
      { key: 'place', title: t('diagnostics.place'), track: 'minmax(9em, 1fr)', render: ({ window, tile }) => `${nameOf(window)} · ${cellWords(t, tile.tileKey)}`, sortBy: ({ window }) => nameOf(window) },
      { key: 'unit', title: t('diagnostics.unit'), track: 'minmax(9em, 2fr)', render: ({ unitName }) => (unitName === '' ? t('diagnostics.unknownUnit') : unitName), sortBy: ({ unitName }) => unitName },
      { key: 'state', title: t('diagnostics.stateTitle'), track: '58px', render: ({ tile, ill }) => <span className={styles.state} data-ill={ill}>{t(`diagnostics.state.${tile.state}`)}</span>, sortBy: ({ tile }) => tile.state },
      { key: 'size', title: t('diagnostics.size'), track: '78px', render: ({ tile }) => (tile.widthPx === 0 ? '—' : `${tile.widthPx}×${tile.heightPx}`), sortBy: ({ tile }) => tile.widthPx * tile.heightPx },
      { key: 'rate', title: t('diagnostics.rate'), track: '46px', render: ({ tile }) => tile.framesPerSecond.toFixed(1), sortBy: ({ tile }) => tile.framesPerSecond },
      { key: 'delay', title: t('diagnostics.delay'), track: '62px', render: ({ tile }) => (tile.delayMs === null ? '—' : `${Math.round(tile.delayMs)} ms`), sortBy: ({ tile }) => tile.delayMs ?? -1 },
      { key: 'last', title: t('diagnostics.lastFrame'), track: '66px', render: ({ tile }) => (tile.lastFrameAt === null ? '—' : formatClock(tile.lastFrameAt)), sortBy: ({ tile }) => tile.lastFrameAt ?? 0 },
      { key: 'faults', title: t('diagnostics.faults'), track: '78px', render: ({ tile }) => t('diagnostics.faultsValue', { stale: tile.staleCount, black: tile.blackCount, still: tile.frozenCount }), sortBy: ({ tile }) => tile.staleCount + tile.blackCount + tile.frozenCount },
      { key: 'mends', title: t('diagnostics.mends'), track: '78px', render: ({ tile }) => t('diagnostics.mendsValue', { ...tile.mends }), sortBy: ({ tile }) => mendCount(tile) },
    ],
    [t, nameOf],
  );
  return (
    <DataTable
      label={t('diagnostics.tiles')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.key}
      selected={selected}
      onSelect={setSelected}
      toneOf={(row) => (row.ill ? 'waiting' : undefined)}
      empty={<EmptyNote title={t('diagnostics.none')} hint={t('diagnostics.noneHint')} />}
      minWidthPx={800}
    />
  );
}
