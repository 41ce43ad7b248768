import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHallState } from '../../hall/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import { CampaignsView } from './campaigns/CampaignsView.tsx';
import { OperationView } from './operation/OperationView.tsx';
import { OperationBrowser } from './OperationBrowser.tsx';
import styles from './Operations.module.css';

const VIEWS = ['operations', 'campaigns'] as const;
type ViewName = (typeof VIEWS)[number];

/** The list on the left, everything about the chosen operation beside it; or the campaigns. */
export function OperationsPage() {
  const { t } = useTranslation();
  const synced = useHallState((state) => state.synced);
  const operationId = useSelectionState((state) => state.operationId);
  const operation = useHallState((state) => (operationId === null ? undefined : state.log.operations.get(operationId)));
  const [view, setView] = useState<ViewName>('operations');
  return (
    <div className={styles.page} data-synced={synced} data-role="operations-page">
      <div className={styles.aside}>
        <SegmentedControl className={styles.views ?? ''} size="xs" fullWidth value={view} onChange={(value) => setView(value)} data={VIEWS.map((name) => ({ value: name, label: t(`operations.views.${name}`) }))} />
        {view === 'operations' ? <OperationBrowser /> : <p className={styles.viewHint}>{t('operations.campaignsHint')}</p>}
      </div>
      <div className={styles.main}>
        {view === 'campaigns' ? <CampaignsView onOperations={() => setView('operations')} /> : operation === undefined
          ? <EmptyNote title={t('operations.chooseTitle')} hint={t('operations.chooseHint')} />
          : <OperationView key={operation.operationId} operation={operation} layout="columns" />}
      </div>
    </div>
  );
}
