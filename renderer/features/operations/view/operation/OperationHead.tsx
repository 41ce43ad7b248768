import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { ConsultButton } from '../../../consultation/index.ts';
import { useCapability } from '../../../hall/index.ts';
import { InstructButton } from '../../../instructions/index.ts';
import { actionsOn, nextState, type Forward, type OperationAction } from '../../model/operationActions.ts';
import { PlanDialog } from '../plan/PlanDialog.tsx';
import { EndDialog, GoToDialog } from './OperationDialogs.tsx';
import { StageWay } from './StageWay.tsx';
import styles from '../Operations.module.css';

/** What it is called, how far it has come, and what can be done now. */
export function OperationHead({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const advance = useCommand('operation.advance');
  const rights = { plan: useCapability('operations.plan'), work: useCapability('operations.work') };
  const [dialog, setDialog] = useState<Exclude<OperationAction, 'advance'> | { to: Forward } | null>(null);
  const actions = actionsOn(operation, rights);
  const next = nextState(operation.state);
  const units = operation.teams.flatMap(({ unitIds }) => unitIds);
  const close = () => setDialog(null);
  const run = (action: OperationAction) => {
    if (action !== 'advance') {
      setDialog(action);
    } else if (next !== null) {
      void advance.ask({ operationId: operation.operationId, expectedVersion: operation.version, to: next, reason: null });
    }
  };
  return (
    <header className={styles.head}>
      <div className={styles.headLine}>
        <h3 className={styles.headTitle}>{operation.title}</h3>
        <span className={styles.risk} data-risk={operation.risk}>{t(`operations.risk.${operation.risk}`)}</span>
        <span className={styles.headActions}>
          {!isOver(operation) && <ConsultButton about={{ kind: 'operation', operationId: operation.operationId }} title={operation.title} unitIds={units} />}
          {units.length > 0 && !isOver(operation) && <InstructButton begin={{ unitIds: units, operationId: operation.operationId }} />}
          {actions.map((action, index) => (
            <ActionButton key={action} size="compact-xs" variant={index === 0 && action !== 'change' ? 'filled' : 'default'} loading={action === 'advance' && advance.busy} onClick={() => run(action)} data-action={`operation.${action}`}>
              {action === 'advance' && next !== null ? t(`operations.goTo.${next}`) : t(`operations.action.${action === 'advance' ? 'conclude' : action}`)}
            </ActionButton>
          ))}
        </span>
      </div>
      <StageWay operation={operation} {...(rights.work && { onGoTo: (to: Forward) => setDialog({ to }) })} />
      {advance.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, advance.problem)}</p>}
      {dialog === 'change' && <PlanDialog operation={operation} onClose={close} onPlanned={() => undefined} />}
      {(dialog === 'conclude' || dialog === 'callOff') && <EndDialog action={dialog} operation={operation} onClose={close} />}
      {dialog !== null && typeof dialog === 'object' && <GoToDialog to={dialog.to} operation={operation} onClose={close} />}
    </header>
  );
}
