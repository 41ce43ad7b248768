import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { PlusIcon, SearchIcon } from '../../../ui/icons.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { ActionButton } from '../../command/index.ts';
import { useCapability, useHallState, useLinkState, useSession } from '../../hall/index.ts';
import { CENTRE_FILTERS, centreCounts, courtRows, shownCourts, type CentreFilter } from '../model/courtTree.ts';
import { CourtDetail } from './CourtDetail.tsx';
import { CourtDialog } from './CourtDialog.tsx';
import { CourtTable } from './CourtTable.tsx';
import styles from './Courts.module.css';

/** The courts in their tree, each with its command centre. */
export function CourtsPage() {
  const { t } = useTranslation();
  const log = useHallState((state) => state.log);
  const centres = useHallState((state) => state.centres);
  const units = useHallState((state) => state.units);
  const synced = useHallState((state) => state.synced);
  const mayManage = useCapability('courts.manage');
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<CentreFilter>('all');
  const [collapsed, setCollapsed] = useState<ReadonlySet<CourtCode>>(new Set());
  const [selected, setSelected] = useState<CourtCode | null>(useSession().court.courtCode);
  const [registering, setRegistering] = useState(false);

  const rows = useMemo(() => courtRows({ log, centres, units }), [log, centres, units]);
  const shown = useMemo(() => shownCourts(rows, { text, filter, collapsed }), [rows, text, filter, collapsed]);
  const counts = useMemo(() => centreCounts(rows), [rows]);
  const chosen = rows.find((row) => row.court.courtCode === selected);
  const fold = (courtCode: CourtCode, closed: boolean) => {
    const next = new Set(collapsed);
    if (closed) {
      next.add(courtCode);
    } else {
      next.delete(courtCode);
    }
    setCollapsed(next);
  };

  return (
    <>
      <Workbench
        fresh={synced}
        tools={
          <>
            <TextInput
              w={240}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setText('')}
              placeholder={t('courts.search')}
              aria-label={t('courts.search')}
              leftSection={<SearchIcon size={14} />}
            />
            <SegmentedControl
              size="xs"
              value={filter}
              onChange={setFilter}
              data={CENTRE_FILTERS.map((value) => ({ value, label: t(`courts.filter.${value}`) }))}
            />
            <span className={styles.counts}>
              <span>{t('courts.total', { count: rows.length })}</span>
              <span>{t('courts.state.staffed')} {counts.staffed}</span>
              <span>{t('courts.state.connected')} {counts.connected}</span>
              <span data-waiting={counts.lost > 0}>{t('courts.state.lost')} {counts.lost}</span>
              <span>{t('courts.state.absent')} {counts.absent}</span>
            </span>
            {mayManage && (
              <ActionButton leftSection={<PlusIcon size={13} />} onClick={() => setRegistering(true)} data-action="court.register">{t('courts.register')}</ActionButton>
            )}
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('courts.chooseHint')} /> : <CourtDetail key={chosen.court.courtCode} row={chosen} />}
      >
        <CourtTable
          rows={shown}
          selected={selected}
          onSelect={setSelected}
          onFold={fold}
          empty={<NoCourts any={rows.length > 0} onClear={() => { setText(''); setFilter('all'); }} />}
        />
      </Workbench>
      {registering && <CourtDialog court={null} onClose={() => setRegistering(false)} onDone={setSelected} />}
    </>
  );
}

function NoCourts({ any, onClear }: { any: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const known = useHallState((state) => state.position !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return away ? <EmptyNote title={t('units.notConnected')} hint={t('courts.notConnectedHint')} /> : <EmptyNote title={t('hall.loading')} />;
  }
  if (!any) {
    return <EmptyNote title={t('courts.empty')} hint={t('courts.emptyHint')} />;
  }
  return <EmptyNote title={t('courts.noMatch')}><Button variant="default" onClick={onClear}>{t('courts.clear')}</Button></EmptyNote>;
}
