import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useLocale } from '../../hall/index.ts';
import type { CourtRow } from '../model/courtTree.ts';
import { CentreMark } from './CentreMark.tsx';
import styles from './Courts.module.css';

type CourtTableProps = {
  readonly rows: readonly CourtRow[];
  readonly selected: CourtCode | null;
  readonly onSelect: (courtCode: CourtCode) => void;
  readonly onFold: (courtCode: CourtCode, closed: boolean) => void;
  readonly empty: ReactNode;
};

/** The tree as a table: left and right close and open the chosen court. */
export function CourtTable({ rows, selected, onSelect, onFold, empty }: CourtTableProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const columns: Column<CourtRow>[] = [
    {
      key: 'name',
      title: t('courts.court'),
      track: 'minmax(15em, 2.2fr)',
      render: (row) => (
        <span className={styles.name} style={{ paddingLeft: row.depth * 18 }}>
          {row.hasBelow ? (
            <button
              type="button"
              className={styles.arrow}
              tabIndex={-1}
              aria-label={t(row.collapsed ? 'courts.expand' : 'courts.collapse')}
              data-collapsed={row.collapsed}
              onClick={(event) => {
                event.stopPropagation();
                onFold(row.court.courtCode, !row.collapsed);
              }}
            />
          ) : <span className={styles.leaf} />}
          <span className={styles.text}><MiddleEllipsis text={row.court.name} /></span>
          {row.lostBelow > 0 && <span className={styles.below} title={t('courts.lostBelow', { count: row.lostBelow })}>{t('courts.lostBelowShort', { count: row.lostBelow })}</span>}
        </span>
      ),
    },
    { key: 'code', title: t('courts.code'), track: '64px', render: (row) => <span className={styles.faint}>{row.court.courtCode}</span> },
    { key: 'state', title: t('courts.centre'), track: 'minmax(11em, 1fr)', render: (row) => <CentreMark centre={row.centre} withSince /> },
    { key: 'desks', title: t('courts.desks'), track: '52px', render: ({ centre }) => <Figure value={centre?.desks} /> },
    { key: 'walls', title: t('courts.walls'), track: '44px', render: ({ centre }) => <Figure value={centre?.walls} /> },
    { key: 'stale', title: t('courts.staleTiles'), track: '84px', render: ({ centre }) => (centre === null || centre.tiles === 0 ? <Figure value={undefined} /> : <span data-waiting={centre.staleTiles > 0} className={styles.figure}>{centre.staleTiles} / {centre.tiles}</span>) },
    { key: 'units', title: t('courts.unitsOnline'), track: '76px', render: (row) => (row.unitsTotal === 0 ? <Figure value={undefined} /> : <span className={styles.figure}>{row.unitsOnline} / {row.unitsTotal}</span>) },
    { key: 'duty', title: t('courts.onDuty'), track: 'minmax(8em, 1.2fr)', render: (row) => listOf(row.onDuty.map(({ name }) => name), locale) },
  ];
  return (
    <DataTable
      label={t('courts.title')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.court.courtCode}
      selected={selected}
      onSelect={(key) => onSelect(key as CourtCode)}
      toneOf={(row) => (row.centre === null ? 'faint' : row.centre.state === 'lost' ? 'waiting' : undefined)}
      onRowKey={(row, key) => {
        if (!row.hasBelow || (key !== 'ArrowLeft' && key !== 'ArrowRight')) {
          return false;
        }
        onFold(row.court.courtCode, key === 'ArrowLeft');
        return true;
      }}
      empty={empty}
      minWidthPx={900}
    />
  );
}

function Figure({ value }: { value: number | undefined }) {
  return <span className={styles.figure} data-none={value === undefined || value === 0}>{value ?? '—'}</span>;
}
