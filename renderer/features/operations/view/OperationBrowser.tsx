import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { SearchIcon } from '../../../ui/icons.tsx';
import { ActionButton } from '../../command/index.ts';
import { CourtSelect } from '../../courts/index.ts';
import { useCapability, useHallState, useSession } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import { ALL_OPEN, operationRows, type OperationFilter } from '../model/operationRows.ts';
import { OperationList } from './OperationList.tsx';
import { PlanDialog } from './plan/PlanDialog.tsx';
import styles from './Operations.module.css';

/** Finds operations: those that go on or those that are over, by words, court and campaign. */
export function OperationBrowser() {
  const { t } = useTranslation();
  const { court } = useSession();
  const selection = useSelection();
  const plans = useCapability('operations.plan');
  const operations = useHallState((state) => state.log.operations);
  const campaigns = useHallState((state) => state.log.campaigns);
  const courts = useHallState((state) => state.log.courts);
  const everSynced = useHallState((state) => state.syncedAt !== null);
  const [filter, setFilter] = useState<OperationFilter>(ALL_OPEN);
  const [planning, setPlanning] = useState(false);
  const rows = useMemo(() => operationRows(operations.values(), filter), [operations, filter]);
  const isFiltered = filter.search.trim() !== '' || filter.courtCode !== null || filter.campaignId !== null;
  const empty = !everSynced ? <EmptyNote title={t('hall.loading')} /> : isFiltered ? <EmptyNote title={t('operations.noMatch')} hint={t('operations.noMatchHint')} /> : <EmptyNote title={t(`operations.none.${filter.show}`)} hint={filter.show === 'open' ? t('operations.noneHint') : undefined} />;
  return (
    <>
      <div className={styles.tools} role="search">
        <TextInput size="xs" className={styles.search ?? ''} leftSection={<SearchIcon size={14} />} aria-label={t('operations.search')} placeholder={t('operations.search')} value={filter.search} onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })} />
        <SegmentedControl size="xs" aria-label={t('operations.title')} value={filter.show} onChange={(show) => setFilter({ ...filter, show: show })} data={(['open', 'over'] as const).map((value) => ({ value, label: t(`operations.show.${value}`) }))} />
        <CourtSelect courts={courts.values()} viewerCourt={court.courtCode} value={filter.courtCode} onChange={(courtCode) => setFilter({ ...filter, courtCode })} width={130} />
        {campaigns.size > 0 && (
          <Select
            size="xs"
            w={130}
            clearable
            aria-label={t('operations.campaign')}
            placeholder={t('operations.anyCampaign')}
            value={filter.campaignId}
            onChange={(campaignId) => setFilter({ ...filter, campaignId: campaignId as CampaignId | null })}
            data={[...campaigns.values()].map(({ campaignId, name }) => ({ value: campaignId as string, label: name }))}
            comboboxProps={{ width: 260, transitionProps: { duration: 0 } }}
          />
        )}
        {plans && <ActionButton size="compact-xs" onClick={() => setPlanning(true)} data-action="operation.plan">{t('operations.action.plan')}</ActionButton>}
      </div>
      {rows.length === 0 ? <div className={styles.empty}>{empty}</div> : <OperationList operations={rows} />}
      {planning && <PlanDialog operation={null} onClose={() => setPlanning(false)} onPlanned={(operation) => selection.show({ kind: 'operation', id: operation.operationId })} />}
    </>
  );
}
