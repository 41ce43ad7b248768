import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenStep } from '#domain/tasks/flow/stepsFor.ts';
import type { FlowStep } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { useLocale } from '../../../hall/index.ts';
import { Keys, listenForShortcuts } from '../../../shortcuts/index.ts';
import { besideActions, type BesideAction } from '../../model/besideActions.ts';
import { stepKeys } from '../../model/stepKeys.ts';
import { isPlain } from '../../model/stepNeeds.ts';
import type { TaskBook } from '../useTaskBook.ts';
import { BesideDialog } from './BesideDialogs.tsx';
import { StepDialog } from './StepDialog.tsx';
import { useOpenSteps, usePerforming } from './usePerforming.ts';
import styles from './Steps.module.css';

type StepBarProps = {
  readonly task: Task;
  readonly book: TaskBook;
  /** What the hall made of it. */
  readonly onChanged: (task: Task) => void;
  /** After a step of the flow was taken. */
  readonly onTaken: (task: Task) => void;
  /** Whether A and R take the step that goes on and the one that goes back. */
  readonly keys: boolean;
};

type Asked = { readonly open: OpenStep } | { readonly beside: BesideAction };

/** What this person may do with the task now. */
export function StepBar({ task, book, onChanged, onTaken, keys }: StepBarProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const person = usePerforming();
  const open = useOpenSteps(task, book.flow);
  const act = useCommand('task.act');
  const bar = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const chords = stepKeys(open);
  const beside = person === null ? [] : besideActions({ task, state: book.state, open, person });

  const taken = (after: Task) => {
    setAsked(null);
    onChanged(after);
    onTaken(after);
  };
  const begin = async (chosen: OpenStep) => {
    const { step, onBehalfOf } = chosen;
    if (!isPlain(step)) {
      setAsked({ open: chosen });
      return;
    }
    const answer = await act.ask({ taskId: task.taskId, expectedVersion: task.version, step: step.id, onBehalfOf: onBehalfOf?.userId ?? null });
    if (answer !== null) taken(answer.task);
  };
  useEffect(() => {
    const page = bar.current?.ownerDocument;
    return page === undefined || !keys ? undefined : listenForShortcuts(page, chords.map(({ chord, open: chosen }) => ({ chord, run: () => void begin(chosen) })));
  });

  return (
    <div ref={bar} className={styles.bar} data-role="dossier-steps">
      {open.length === 0 && beside.length === 0 && <span className={styles.none}>{t(task.over ? 'dossier.overForYou' : 'dossier.nothingForYou')}</span>}
      {open.map((chosen) => {
        const { step, onBehalfOf } = chosen;
        const chord = keys ? chords.find(({ open: bound }) => bound === chosen)?.chord : undefined;
        return (
          <ActionButton key={step.id} variant={bringsOn(step) ? 'filled' : 'default'} loading={act.busy} onClick={() => void begin(chosen)} data-action={`task.${step.id}`}>
            {locale === 'en' ? step.nameEn : step.name}
            {onBehalfOf !== null && <span className={styles.behalf}>{t('dossier.onBehalfOf', { name: onBehalfOf.name })}</span>}
            {chord !== undefined && <span className={styles.key}><Keys chord={chord} /></span>}
          </ActionButton>
        );
      })}
      <span className={styles.space} />
      {beside.map((action) => <ActionButton key={action} onClick={() => setAsked({ beside: action })} data-action={`task.${action}`}>{t(`dossier.action.${action}`)}</ActionButton>)}
      {act.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, act.problem)}</p>}
      {asked !== null && 'open' in asked && <StepDialog key={asked.open.step.id} task={task} book={book} open={asked.open} onChanged={onChanged} onClose={() => setAsked(null)} onTaken={taken} />}
      {asked !== null && 'beside' in asked && (
        <BesideDialog
          key={asked.beside}
          action={asked.beside}
          task={task}
          book={book}
          onClose={() => setAsked(null)}
          onDone={(after) => {
            setAsked(null);
            onChanged(after);
          }}
        />
      )}
    </div>
  );
}

const FORWARD: ReadonlySet<FlowStep['kind']> = new Set<FlowStep['kind']>(['submit', 'approve', 'send', 'receive', 'assign', 'begin', 'report', 'confirm', 'grant', 'close', 'explain']);

/** Whether the task is further on after it. */
function bringsOn({ kind, to, back }: FlowStep): boolean {
  return FORWARD.has(kind) && (to !== null || back);
}
