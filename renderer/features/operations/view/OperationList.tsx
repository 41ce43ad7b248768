import { useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { movedRow } from '../../../ui/table/tableWindow.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import styles from './Operations.module.css';

const PAGE_ROWS = 8;

/** One tab stop; the arrow keys move, Enter opens. Pointing at one shows it on the map, too. */
export function OperationList({ operations }: { operations: readonly Operation[] }) {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const selection = useSelection();
  const chosenId = useSelectionState((state) => state.operationId);
  const open = (operation: Operation) => selection.show({ kind: 'operation', id: operation.operationId });
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = [...(list.current?.children ?? [])] as HTMLElement[];
    const at = rows.findIndex((row) => row === list.current?.ownerDocument.activeElement);
    const next = movedRow(event.key, at, rows.length, PAGE_ROWS);
    if (next !== null) {
      event.preventDefault();
      rows[next]?.focus();
    }
  };
  const stop = operations.find(({ operationId }) => operationId === chosenId) ?? operations[0];
  return (
    <div ref={list} className={styles.list} role="list" aria-label={t('operations.title')} onKeyDown={onKeyDown} data-role="operation-list">
      {operations.map((operation) => (
        <button
          key={operation.operationId}
          id={`${id}-${operation.operationId}`}
          type="button"
          role="listitem"
          className={styles.row}
          tabIndex={operation === stop ? 0 : -1}
          aria-current={operation.operationId === chosenId}
          data-panel-focus={operation === stop ? true : undefined}
          data-operation-id={operation.operationId}
          data-state={operation.state}
          onClick={() => open(operation)}
        >
          <OperationRow operation={operation} />
        </button>
      ))}
    </div>
  );
}

function OperationRow({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const steps = useHallState((state) => state.log.steps.count((step) => step.operationId === operation.operationId && (step.state === 'planned' || step.state === 'begun')));
  const waiting = useHallState((state) => state.log.steps.some((step) => step.operationId === operation.operationId && step.signature !== null));
  return (
    <>
      <span className={styles.rowTitle}><MiddleEllipsis text={operation.title} /></span>
      <span className={styles.rowState} data-state={operation.state}>{t(`operations.state.${operation.state}`)}</span>
      <span className={styles.rowPlace}>{[shortCourtName(courtName(courts, operation.courtCode)), operation.place.name].filter((part) => part !== '').join(' · ')}</span>
      <span className={styles.rowNote} data-waiting={waiting}>{waiting ? t('operations.signatureWaits') : steps > 0 ? t('operations.openSteps', { count: steps }) : formatMoment(operation.plannedFrom, link.now(), locale)}</span>
    </>
  );
}
