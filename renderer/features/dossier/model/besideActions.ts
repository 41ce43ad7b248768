import { sees } from '#domain/access/viewer.ts';
import { CAPABILITIES_OF_ROLE } from '#domain/access/roles.ts';
import { courtOfEnd } from '#domain/tasks/flow/sides.ts';
import type { OpenStep, Performing } from '#domain/tasks/flow/stepsFor.ts';
import type { FlowState } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';

/** What goes beside the steps of a flow. */
export type BesideAction = 'countersign' | 'askCountersign' | 'progress' | 'talk' | 'urge' | 'addDocuments';

/** What this person may do beside the steps now; the hall goes by the same. */
export function besideActions({ task, state, open, person }: { readonly task: Task; readonly state: FlowState; readonly open: readonly OpenStep[]; readonly person: Performing }): BesideAction[] {
  if (task.over) {
    return [];
  }
  const may = (capability: 'tasks.handle' | 'tasks.approve') => person.roles.some((role) => CAPABILITIES_OF_ROLE[role].includes(capability));
  const ends = [courtOfEnd(task.from), courtOfEnd(task.to)];
  const isOfAnEnd = ends.includes(person.courtCode);
  const isAbove = ends.some((court) => court !== null && court !== person.courtCode && sees(person.courtCode, court));
  const draft = state.tone === 'draft';
  const offered: [BesideAction, boolean][] = [
    ['countersign', may('tasks.approve') && task.countersigns.some(({ userId, answeredAt }) => userId === person.userId && answeredAt === null)],
    ['askCountersign', may('tasks.approve') && state.approval && open.some(({ step }) => step.kind === 'approve')],
    ['progress', may('tasks.handle') && task.assignee?.userId === person.userId && state.tone === 'active'],
    ['talk', may('tasks.handle') && isOfAnEnd && !draft],
    ['urge', (ends[0] === person.courtCode || isAbove) && !draft && state.holder !== null && state.holder !== 'from'],
    ['addDocuments', may('tasks.handle') && isOfAnEnd && !draft],
  ];
  return offered.flatMap(([action, isOffered]) => (isOffered ? [action] : []));
}
