import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenStep } from '#domain/tasks/flow/stepsFor.ts';
import { courtCode as courtCodeOf, userId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { useHallState, useLocale } from '../../../hall/index.ts';
import { useSign } from '../../../signing/index.ts';
import { EMPTY_ENTRY, stepLacks, type StepEntry } from '../../model/stepNeeds.ts';
import type { TaskBook } from '../useTaskBook.ts';
import { ChangesNote } from './ChangesNote.tsx';
import { PaperTrays, usePaperTrays } from './fields/PaperTrays.tsx';
import { ResultFields, resultFaults } from './fields/ResultFields.tsx';
import { AssigneeField, CountFields, CourtField } from './fields/StepFields.tsx';
import { TalkFields } from './fields/TalkFields.tsx';
import styles from './Steps.module.css';

type StepDialogProps = {
  readonly task: Task;
  readonly book: TaskBook;
  readonly open: OpenStep;
  /** The task is another now, and the dialog stays: a talk was noted on the way. */
  readonly onChanged: (task: Task) => void;
  readonly onTaken: (task: Task) => void;
  readonly onClose: () => void;
};

/** Asks exactly what a step needs; what was typed stays when somebody else changed the task meanwhile. */
export function StepDialog({ task, book, open: { step, onBehalfOf, side }, onChanged, onTaken, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const act = useCommand('task.act');
  const sign = useSign();
  const courts = useHallState((state) => state.log.courts);
  /** As the person saw it when they began; once they were shown what changed, as it was then. */
  const [seen, setSeen] = useState(task);
  const [entry, setEntry] = useState<StepEntry>(EMPTY_ENTRY);
  const [signing, setSigning] = useState(false);
  const trays = usePaperTrays({ task, book, step });
  const set = (change: Partial<StepEntry>) => setEntry((before) => ({ ...before, ...change }));
  const lacks = stepLacks(step, task, entry);
  const faults = step.results ? resultFaults(book, entry.result, task.createdAt) : [];
  const named = (row: { name: string; nameEn: string }) => (locale === 'en' ? row.nameEn : row.name);
  const target = book.flow.states.find(({ id }) => id === step.to && id !== task.state);

  const submit = async () => {
    const base = act.problem?.code === 'conflict' ? task : seen;
    const words = entry.words.trim() || null;
    setSeen(base);
    setSigning(step.signature);
    const result = step.results ? entry.result : null;
    const count = step.days !== undefined || step.stars ? entry.count : null;
    const signature = step.signature ? await sign({ task: base, step: step.id, words, count, result, onBehalfOf }) : null;
    setSigning(false);
    if (step.signature && signature === null) {
      return;
    }
    const code = entry.courtCode === null ? null : courtCodeOf.parse(entry.courtCode);
    const answer = await act.ask({
      taskId: task.taskId,
      expectedVersion: base.version,
      step: step.id,
      words,
      count,
      assigneeId: entry.assigneeId === null ? null : userId.parse(entry.assigneeId),
      to: code === null ? null : { kind: 'court', courtCode: code, courtName: courts.get(code)?.name ?? '' },
      result,
      documents: trays.given ?? [],
      signature,
      onBehalfOf: onBehalfOf?.userId ?? null,
    });
    if (answer !== null) onTaken(answer.task);
  };

  return (
    <CommandDialog
      title={onBehalfOf === null ? named(step) : `${named(step)} ${t('dossier.onBehalfOf', { name: onBehalfOf.name })}`}
      submitLabel={step.signature ? t('dossier.signAnd', { name: named(step) }) : named(step)}
      command={{ busy: act.busy || signing, problem: act.problem }}
      ready={lacks.length === 0 && faults.length === 0 && trays.given !== null && trays.missing.length === 0}
      size={step.results ? 640 : 520}
      newest={task.version > seen.version ? <ChangesNote before={seen} now={task} book={book} /> : undefined}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p className={styles.about}><strong>{task.title}</strong>{target !== undefined && <span className={styles.way}>{named(book.state)} → {named(target)}</span>}</p>
      {step.grave && <p className={styles.grave}>{t('dossier.grave')}</p>}
      {lacks.includes('countersign') && <p className={styles.grave}>{t('dossier.lack.countersign', { names: task.countersigns.filter(({ answeredAt }) => answeredAt === null).map(({ name }) => name).join('、') })}</p>}
      {lacks.includes('talk') && (
        <TalkFields
          task={task}
          onTalked={(after) => {
            setSeen(after);
            onChanged(after);
          }}
        />
      )}
      {step.assignee && <AssigneeField task={task} side={side} value={entry.assigneeId} onChange={(assigneeId) => set({ assigneeId })} />}
      {step.court && <CourtField task={task} value={entry.courtCode} onChange={(courtCode) => set({ courtCode })} />}
      <CountFields step={step} value={entry.count} onChange={(count) => set({ count })} />
      {step.results && <ResultFields book={book} values={entry.result} faults={faults} onChange={(result) => set({ result })} />}
      {step.reason !== 'none' && (
        <Textarea
          label={t(step.reason === 'required' ? 'dossier.reason' : 'dossier.opinion')}
          value={entry.words}
          autosize
          minRows={3}
          maxRows={8}
          maxLength={1_000}
          data-autofocus={step.results || step.assignee || step.court ? undefined : true}
          onChange={(event) => set({ words: event.currentTarget.value })}
        />
      )}
      <PaperTrays trays={trays} />
    </CommandDialog>
  );
}
