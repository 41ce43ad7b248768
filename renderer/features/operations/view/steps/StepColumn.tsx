import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { StepId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useCapability, useHallState, useRules } from '../../../hall/index.ts';
import { stepRows } from '../../model/stepActions.ts';
import { AddStepDialog } from './dialogs/AddStepDialog.tsx';
import { StepCard } from './StepCard.tsx';
import styles from './Steps.module.css';

/** The steps of an operation: what is being done, what comes next, what is done. The first is open, the others open at a press. */
export function StepColumn({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const rules = useRules();
  const steps = useHallState((state) => state.log.steps);
  const adds = useCapability('operations.work') && !isOver(operation);
  const rows = useMemo(() => stepRows([...steps.values()].filter(({ operationId }) => operationId === operation.operationId)), [steps, operation.operationId]);
  const [toggled, setToggled] = useState<ReadonlyMap<StepId, boolean>>(new Map());
  const [adding, setAdding] = useState(false);
  const first = rows.find(({ state }) => state === 'begun' || state === 'planned');
  return (
    <div className={styles.column} data-role="steps">
      <div className={styles.tools}>
        <span className={styles.count}>{t('steps.count', { done: rows.filter(({ state }) => state === 'ended').length, total: rows.length })}</span>
        {adds && rules !== null && <ActionButton size="compact-xs" variant={rows.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)} data-action="step.plan">{t('steps.action.plan')}</ActionButton>}
      </div>
      <div className={styles.list}>
        {rules === null ? <EmptyNote title={t('steps.rulesLoading')} /> : rows.length === 0 ? <EmptyNote title={t('steps.none')} hint={adds ? t('steps.noneHint') : undefined} /> : rows.map((step) => {
          const opened = toggled.get(step.stepId) ?? (step === first || step.signature !== null);
          return <StepCard key={step.stepId} step={step} operation={operation} rules={rules} opened={opened} onToggle={() => setToggled(new Map(toggled).set(step.stepId, !opened))} />;
        })}
      </div>
      {adding && rules !== null && <AddStepDialog operation={operation} rules={rules} onClose={() => setAdding(false)} onAdded={(stepId) => setToggled(new Map(toggled).set(stepId, true))} />}
    </div>
  );
}
