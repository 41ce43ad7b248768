import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '#protocol/nouns/ids.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { MiddleEllipsis } from '../../../../ui/MiddleEllipsis.tsx';
import { DataTable, type Column } from '../../../../ui/table/DataTable.tsx';
import { useHall, useLocale } from '../../../hall/index.ts';
import type { PersonRow } from '../../model/personRows.ts';
import { PersonMark } from './PersonMark.tsx';
import styles from '../AdminPage.module.css';

type PersonTableProps = {
  readonly rows: readonly PersonRow[];
  /** Whether the person may know who is signed in. */
  readonly withSignIns: boolean;
  readonly selected: UserId | null;
  readonly onSelect: (userId: UserId) => void;
  readonly empty: ReactNode;
};

export function PersonTable({ rows, withSignIns, selected, onSelect, empty }: PersonTableProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const columns: Column<PersonRow>[] = [
    { key: 'name', title: t('people.name'), track: 'minmax(6em, 1fr)', sortBy: (row) => row.user.name, render: (row) => row.user.name },
    { key: 'username', title: t('people.username'), track: 'minmax(7em, 1fr)', sortBy: (row) => row.user.username, render: (row) => <span className={styles.faint}>{row.user.username}</span> },
    { key: 'court', title: t('people.court'), track: 'minmax(10em, 1.8fr)', sortBy: (row) => row.user.courtCode, render: (row) => <MiddleEllipsis text={row.courtName} /> },
    {
      key: 'roles',
      title: t('people.roles'),
      track: 'minmax(10em, 2fr)',
      render: (row) => {
        const text = listOf(row.user.roles.map((role) => t(`roles.${role}`)), locale);
        return <span title={text}>{text}</span>;
      },
    },
    { key: 'state', title: t('people.stateTitle'), track: '96px', sortBy: (row) => row.user.state, render: (row) => <PersonMark row={row} /> },
    ...(withSignIns
      ? [{
          key: 'signedInAt',
          title: t('people.signedInAt'),
          track: 'minmax(9em, 1fr)',
          sortBy: (row: PersonRow) => row.signedInAt,
          render: (row: PersonRow) => (row.signedInAt === null ? <span className={styles.faint}>—</span> : formatMoment(row.signedInAt, link.now(), locale)),
        }]
      : []),
  ];
  return (
    <DataTable
      label={t('people.tab.people')}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.user.userId}
      selected={selected}
      onSelect={(key) => onSelect(key as UserId)}
      toneOf={(row) => (row.user.state === 'closed' ? 'faint' : row.lockedUntilAt !== null ? 'waiting' : undefined)}
      empty={empty}
      minWidthPx={780}
    />
  );
}
