import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UNIT_KINDS, type UnitRecord } from '#protocol/nouns/units.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { PlusIcon } from '../../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../../ui/MiddleEllipsis.tsx';
import { Workbench } from '../../../../ui/page/Workbench.tsx';
import { DataTable, type Column } from '../../../../ui/table/DataTable.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { matchUnitRows, unitRows, type EnrolledQuery, type UnitRow } from '../../model/enrolledRows.ts';
import { EnrolledTools } from './EnrolledTools.tsx';
import { EnrolmentDialog, type IssuedEnrolment } from '../code/EnrolmentDialog.tsx';
import { NoEnrolled } from './NoEnrolled.tsx';
import { UnitDetail } from './UnitDetail.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { UnitMark } from './UnitMark.tsx';
import styles from '../AdminPage.module.css';

const ALL: EnrolledQuery<UnitRecord['kind']> = { text: '', courtCode: null, kind: null, state: 'enrolled' };

/** Field units: enrolled by a code that the device exchanges for its token. */
export function UnitsTab() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const log = useHallState((state) => state.log);
  const presence = useHallState((state) => state.units);
  const synced = useHallState((state) => state.synced);
  const [query, setQuery] = useState(ALL);
  const [selected, setSelected] = useState<UnitId | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  const [issued, setIssued] = useState<IssuedEnrolment | null>(null);

  const rows = useMemo(() => unitRows(log, presence), [log, presence]);
  const shown = useMemo(() => matchUnitRows(rows, query), [rows, query]);
  const chosen = rows.find((row) => row.unit.unitId === selected);
  const columns: Column<UnitRow>[] = [
    { key: 'name', title: t('devices.unitName'), track: 'minmax(7em, 1.2fr)', sortBy: (row) => row.unit.name, render: (row) => <MiddleEllipsis text={row.unit.name} /> },
    { key: 'team', title: t('units.team'), track: 'minmax(7em, 1.2fr)', sortBy: (row) => row.unit.teamName, render: (row) => <MiddleEllipsis text={row.unit.teamName} /> },
    { key: 'court', title: t('people.court'), track: 'minmax(10em, 1.6fr)', sortBy: (row) => row.unit.courtCode, render: (row) => <MiddleEllipsis text={row.courtName} /> },
    { key: 'kind', title: t('devices.kindTitle'), track: '96px', sortBy: (row) => row.unit.kind, render: (row) => t(`units.kind.${row.unit.kind}`) },
    { key: 'state', title: t('devices.stateTitle'), track: '90px', sortBy: (row) => Number(row.online), render: (row) => <UnitMark row={row} /> },
    {
      key: 'seen',
      title: t('devices.lastSeen'),
      track: 'minmax(8em, 1fr)',
      sortBy: (row) => row.lastSeenAt,
      render: (row) => <span className={styles.faint}>{row.online ? t('devices.now') : row.lastSeenAt === null ? (row.unit.state === 'revoked' ? '—' : t('units.neverSeen')) : formatMoment(row.lastSeenAt, link.now(), locale)}</span>,
    },
  ];
  return (
    <>
      <Workbench
        fresh={synced}
        tools={
          <>
            <EnrolledTools query={query} onChange={setQuery} searchLabel={t('devices.searchUnits')} kinds={UNIT_KINDS.map((value) => ({ value, label: t(`units.kind.${value}`) }))} />
            <span className={styles.count}>{t('devices.unitCount', { online: shown.filter((row) => row.online).length, total: shown.length })}</span>
            <ActionButton leftSection={<PlusIcon size={13} />} onClick={() => setEnrolling(true)} data-action="unit.enrol">{t('devices.enrolUnit')}</ActionButton>
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('devices.chooseUnit')} /> : <UnitDetail key={chosen.unit.unitId} row={chosen} onIssued={setIssued} />}
      >
        <DataTable
          label={t('people.tab.units')}
          columns={columns}
          rows={shown}
          keyOf={(row) => row.unit.unitId}
          selected={selected}
          onSelect={(key) => setSelected(key as UnitId)}
          toneOf={(row) => (row.unit.state === 'revoked' ? 'faint' : undefined)}
          empty={<NoEnrolled any={rows.length > 0} title={t('devices.noUnits')} hint={t('devices.noUnitsHint')} onClear={() => setQuery(ALL)} />}
          minWidthPx={760}
        />
      </Workbench>
      {enrolling && (
        <UnitDialog
          unit={null}
          onClose={() => setEnrolling(false)}
          onEnrolled={(unit, enrolment) => {
            setSelected(unit.unitId);
            setIssued({ of: { unitId: unit.unitId }, name: unit.name, detail: `${unit.teamName} · ${t(`units.kind.${unit.kind}`)}`, enrolment });
          }}
        />
      )}
      {issued !== null && <EnrolmentDialog issued={issued} onIssued={setIssued} onClose={() => setIssued(null)} />}
    </>
  );
}
