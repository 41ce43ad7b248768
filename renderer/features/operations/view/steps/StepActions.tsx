import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { useCapability, useSession } from '../../../hall/index.ts';
import type { StepStanding } from '../../../stepMark/index.ts';
import { stepActions, type StepAction } from '../../model/stepActions.ts';
import { EndStepDialog } from './dialogs/EndStepDialog.tsx';
import { ExceptDialog } from './dialogs/ExceptDialog.tsx';
import { StepWordsDialog } from './dialogs/StepWordsDialog.tsx';
import styles from './Steps.module.css';

const FILLED: ReadonlySet<StepAction> = new Set(['sign', 'askSignature', 'end']);

/** What can be done with the step now. Beginning stands out only when nothing is missing or a leader has signed. */
export function StepActions({ step, operation, standing }: { step: Step; operation: Operation; standing: StepStanding }) {
  const { t } = useTranslation();
  const begin = useCommand('step.begin');
  const [dialog, setDialog] = useState<Exclude<StepAction, 'begin'> | null>(null);
  const me = useSession().person?.userId ?? null;
  const actions = stepActions(step, standing, { work: useCapability('operations.work'), sign: useCapability('operations.sign'), me, operationOver: isOver(operation) });
  if (actions.length === 0) {
    return null;
  }
  const close = () => setDialog(null);
  const ready = standing.missing.length === 0 || standing.covered;
  return (
    <>
      <div className={styles.actions}>
        {actions.map((action) => (
          <ActionButton
            key={action}
            size="compact-xs"
            variant={FILLED.has(action) || (action === 'begin' && ready) ? 'filled' : 'default'}
            loading={action === 'begin' && begin.busy}
            onClick={() => (action === 'begin' ? void begin.ask({ stepId: step.stepId, expectedVersion: step.version }) : setDialog(action))}
            data-action={`step.${action}`}
          >
            {t(`steps.action.${action}`)}
          </ActionButton>
        ))}
      </div>
      {begin.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, begin.problem)}</p>}
      {(dialog === 'askSignature' || dialog === 'sign' || dialog === 'refuseSignature' || dialog === 'abandon') && <StepWordsDialog action={dialog} step={step} standing={standing} onClose={close} />}
      {dialog === 'except' && standing.template !== null && <ExceptDialog step={step} template={standing.template} onClose={close} />}
      {(dialog === 'end' || dialog === 'correct') && standing.template !== null && <EndStepDialog action={dialog} step={step} template={standing.template} onClose={close} />}
    </>
  );
}
