import { useTranslation } from 'react-i18next';
import { useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { OperationBrowser } from './OperationBrowser.tsx';
import { OperationView } from './operation/OperationView.tsx';
import styles from './Operations.module.css';

/** In the dock: the list, or the chosen operation in its place, with the way back above it. */
export function OperationPanel() {
  const { t } = useTranslation();
  const selection = useSelection();
  const synced = useHallState((state) => state.synced);
  const operationId = useSelectionState((state) => state.operationId);
  const operation = useHallState((state) => (operationId === null ? undefined : state.log.operations.get(operationId)));
  return (
    <div className={styles.panel} data-synced={synced} data-role="operation-panel">
      {operation === undefined ? <OperationBrowser /> : (
        <>
          <button type="button" className={styles.back} onClick={() => selection.selectOperation(null)}>‹ {t('operations.backToList')}</button>
          <OperationView key={operation.operationId} operation={operation} layout="tabs" />
        </>
      )}
    </div>
  );
}
