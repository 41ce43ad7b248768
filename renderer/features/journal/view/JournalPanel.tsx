import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { Journal } from './Journal.tsx';
import styles from './Journal.module.css';

const OFFERED = 8;

/** The journal of the chosen operation; while none is chosen, those that go on to choose from. */
export function JournalPanel() {
  const { t } = useTranslation();
  const selection = useSelection();
  const operationId = useSelectionState((state) => state.operationId);
  const operations = useHallState((state) => state.log.operations);
  const operation = operationId === null ? undefined : operations.get(operationId);
  const open = useMemo(() => [...operations.values()].filter((one) => !isOver(one)).toSorted((a, b) => a.plannedFrom - b.plannedFrom), [operations]);
  if (operation === undefined) {
    return (
      <EmptyNote title={t(open.length === 0 ? 'journal.noOperations' : 'journal.choose')} hint={open.length === 0 ? t('journal.noOperationsHint') : undefined}>
        <div className={styles.choices}>
          {open.slice(0, OFFERED).map((one) => (
            <button key={one.operationId} type="button" className={styles.choice} onClick={() => selection.selectOperation(one.operationId)}>{one.title}</button>
          ))}
        </div>
      </EmptyNote>
    );
  }
  return (
    <div className={styles.panel} data-role="journal-panel">
      <h3 className={styles.title} title={operation.title}>{operation.title}</h3>
      <Journal key={operation.operationId} operationId={operation.operationId} />
    </div>
  );
}
