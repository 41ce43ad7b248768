import { stepsFor, type Performing } from '#domain/tasks/flow/stepsFor.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task, TaskPerson, TaskSignature } from '#protocol/tasks/tasks.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type Approved = { readonly taskId: TaskId; readonly problem: AppError | null };

type Options = {
  readonly link: Pick<HallLink, 'request'>;
  readonly book: RuleBook;
  readonly person: Performing;
  /** For whom they may decide by a flow. */
  readonly principals: (flowId: string) => readonly Performing[];
  readonly taskIds: readonly TaskId[];
  readonly words: string | null;
  readonly newCommandId: () => string;
  /** Null: the person gave up; the rest is left as it is. */
  readonly sign: (toSign: { readonly task: Task; readonly step: string; readonly words: string | null; readonly onBehalfOf: TaskPerson | null }) => Promise<TaskSignature | null>;
  readonly onEach: (approved: Approved) => void;
};

/** Approves one after the other, each as it is now and with a signature of its own; one that cannot be approved holds up none of the others. */
export async function approveMany({ taskIds, onEach, ...options }: Options): Promise<void> {
  for (const taskId of taskIds) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- A person signs one after the other.
      const goOn = await approveOne(taskId, options);
      if (!goOn) return;
      onEach({ taskId, problem: null });
    } catch (error) {
      onEach({ taskId, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) });
    }
  }
}

/** False: it was not signed. Errors: those of task.open and task.act; taskStepOver (it may not go with others any more). */
async function approveOne(taskId: TaskId, { link, book, person, principals, words, newCommandId, sign }: Omit<Options, 'taskIds' | 'onEach'>): Promise<boolean> {
  const { task } = await link.request('task.open', { taskId });
  const flow = flowOf(book, task);
  const open = stepsFor({ task, flow, person, deputyOf: principals(flow.id) }).find(({ step: { kind, bulk, grave } }) => kind === 'approve' && bulk && !grave);
  if (open === undefined) {
    throw new AppError('taskStepOver', { params: { state: flow.states.find(({ id }) => id === task.state)?.name ?? task.state } });
  }
  const { step, onBehalfOf } = open;
  const signature = step.signature ? await sign({ task, step: step.id, words, onBehalfOf }) : null;
  if (step.signature && signature === null) {
    return false;
  }
  await link.request('task.act', { commandId: newCommandId(), taskId, expectedVersion: task.version, step: step.id, words, signature, onBehalfOf: onBehalfOf?.userId ?? null });
  return true;
}
