import type { FlowStep } from '#protocol/tasks/flows.ts';
import type { FormValues, Task } from '#protocol/tasks/tasks.ts';

/** What is filled in before a step is taken; the same for every step, so that nothing typed is lost on the way. */
export type StepEntry = {
  readonly words: string;
  readonly count: number | null;
  readonly assigneeId: string | null;
  readonly courtCode: string | null;
  readonly result: FormValues;
};

export const EMPTY_ENTRY: StepEntry = { words: '', count: null, assigneeId: null, courtCode: null, result: {} };

export type StepLack = 'reason' | 'talk' | 'count' | 'assignee' | 'court' | 'countersign';

/** Whether it is taken by one press: it asks for nothing, and is neither signed nor asked twice. */
export function isPlain(step: FlowStep): boolean {
  return step.reason === 'none' && !step.signature && !step.assignee && !step.court && step.days === undefined && step.papers.length === 0 && !step.itemPapers && !step.results && !step.stars && !step.grave;
}

/** What is still missing, in the order of the dialog; papers and results are judged by the rule book elsewhere. */
export function stepLacks(step: FlowStep, task: Task, entry: StepEntry): StepLack[] {
  const lacks: [StepLack, boolean][] = [
    ['countersign', step.kind === 'approve' && task.countersigns.some(({ answeredAt }) => answeredAt === null)],
    ['talk', step.afterTalk && !hasTalked(task)],
    ['count', (step.days !== undefined || step.stars) && entry.count === null],
    ['assignee', step.assignee && entry.assigneeId === null],
    ['court', step.court && entry.courtCode === null],
    ['reason', step.reason === 'required' && entry.words.trim().length < 2],
  ];
  return lacks.flatMap(([lack, isMissing]) => (isMissing ? [lack] : []));
}

/** Whether both sides spoke since the sending side last moved it: an older talk counts for nothing. */
function hasTalked({ history }: Task): boolean {
  const sentAt = history.findLast(({ side, what }) => side === 'from' && !['talked', 'urged', 'documented'].includes(what))?.at ?? 0;
  return history.some(({ what, at }) => what === 'talked' && at >= sentAt);
}
