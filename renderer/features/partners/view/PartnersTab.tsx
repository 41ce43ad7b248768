import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { Partner, PartnerStatus } from '#protocol/tasks/partners.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { createPartnerWatch } from '../model/createPartnerWatch.ts';
import { KeysDialog, type ToldKeys } from './KeysDialog.tsx';
import { PartnerDetail } from './PartnerDetail.tsx';
import { AddPartnerDialog } from './PartnerDialog.tsx';
import { PartnerMark } from './PartnerMark.tsx';
import styles from './Partners.module.css';

type Row = { readonly partner: Partner; readonly status: PartnerStatus | undefined };

/** The centres that this hall exchanges tasks with, and how the traffic with each is. */
export function PartnersTab() {
  const { t } = useTranslation();
  const { link } = useHall();
  const watch = useMemo(() => createPartnerWatch({ link }), [link]);
  useEffect(() => watch.start(), [watch]);
  const { statuses, problem } = useStore(watch.state);
  const partners = useHallState((state) => state.log.partners);
  const synced = useHallState((state) => state.synced);
  const [selected, setSelected] = useState<PartnerId | null>(null);
  const [adding, setAdding] = useState(false);
  const [told, setTold] = useState<ToldKeys | null>(null);
  // Those that are closed last: their names are still in tasks.
  const rows = useMemo(() => [...partners.values()].map((partner): Row => ({ partner, status: statuses?.get(partner.partnerId) })).toSorted((one, other) => Number(one.partner.closed !== null) - Number(other.partner.closed !== null) || one.partner.name.localeCompare(other.partner.name, 'zh-CN')), [partners, statuses]);
  const chosen = rows.find(({ partner }) => partner.partnerId === selected);
  const columns = useColumns();
  if (problem === 'otherCourtKeeps') {
    return <EmptyNote title={t('outside.otherCourt')} hint={t('outside.otherCourtHint')} />;
  }
  return (
    <>
      <Workbench
        fresh={synced}
        notice={problem === null ? undefined : <NoticeLine tone="lost">{t('outside.readFailed', { why: errorSentence(t, problem) })} <Button size="compact-xs" variant="default" onClick={watch.refresh}>{t('outside.again')}</Button></NoticeLine>}
        tools={
          <>
            <span className={styles.count}>{t('outside.count', { total: rows.length, waiting: rows.reduce((sum, { status }) => sum + (status?.backlog ?? 0), 0) })}</span>
            <ActionButton leftSection={<PlusIcon size={13} />} onClick={() => setAdding(true)} data-action="partner.add">{t('outside.add')}</ActionButton>
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('outside.choose')} /> : <PartnerDetail key={chosen.partner.partnerId} {...chosen} onKeys={setTold} />}
      >
        <DataTable
          label={t('outside.list')}
          columns={columns}
          rows={rows}
          keyOf={({ partner }) => partner.partnerId}
          selected={selected}
          onSelect={(key) => setSelected(key as PartnerId)}
          toneOf={({ partner, status }) => (partner.closed !== null ? 'faint' : status !== undefined && status.fault !== null ? 'waiting' : undefined)}
          empty={<EmptyNote title={t('outside.none')} hint={t('outside.noneHint')} />}
          minWidthPx={760}
        />
      </Workbench>
      {adding && <AddPartnerDialog onClose={() => setAdding(false)} onAdded={(added) => {
        setSelected(added.partner.partnerId);
        setTold(added);
      }} />}
      {told !== null && <KeysDialog told={told} onClose={() => setTold(null)} />}
    </>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  return [
    { key: 'name', title: t('outside.name'), track: 'minmax(14em, 2fr)', sortBy: ({ partner }) => partner.name, render: ({ partner }) => <MiddleEllipsis text={partner.name} /> },
    { key: 'province', title: t('outside.province'), track: '90px', sortBy: ({ partner }) => partner.province, render: ({ partner }) => partner.province },
    { key: 'courts', title: t('outside.courtCount'), track: '80px', sortBy: ({ partner }) => partner.courts.length, render: ({ partner }) => <span className={styles.number}>{partner.courts.length}</span> },
    { key: 'state', title: t('outside.state'), track: '130px', render: ({ partner, status }) => <PartnerMark partner={partner} status={status} /> },
    { key: 'backlog', title: t('outside.backlog'), track: '90px', sortBy: ({ status }) => status?.backlog ?? 0, render: ({ status }) => <span className={styles.number}>{status?.backlog ?? '—'}</span> },
    { key: 'heard', title: t('outside.heardAt'), track: '150px', sortBy: ({ status }) => status?.heardAt ?? 0, render: ({ status }) => <span className={styles.number}>{status === undefined || status.heardAt === null ? '—' : formatMoment(status.heardAt, link.now(), locale)}</span> },
  ];
}
