import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Flow, FlowStep, Performer, Side } from '#protocol/tasks/flows.ts';
import type { Task, TaskPerson } from '#protocol/tasks/tasks.ts';
import { holds } from './conditions.ts';
import { courtOfSide } from './sides.ts';

/** What hands over with the approvals: to let it go on, to send it back, to refuse it. */
const DECIDING: ReadonlySet<FlowStep['kind']> = new Set(['approve', 'reject', 'refuse']);

/** A task, as far as it matters who may take its steps; a line of a list is one. */
export type Stepping = Pick<Task, 'state' | 'from' | 'to' | 'urgent' | 'itemId' | 'author' | 'assignee'>;

/** Somebody, as far as steps go; a `User` is one. */
export type Performing = Pick<User, 'userId' | 'name' | 'courtCode' | 'roles'>;

/** A step that can be taken now, and as who. */
export type OpenStep = { readonly step: FlowStep; readonly side: Side; /** For whom a deputy acts. */ readonly onBehalfOf: TaskPerson | null };

/** Steps that lead on from the task's state, whoever may take them. */
export function stepsFrom(flow: Flow, task: Stepping): FlowStep[] {
  return flow.steps.filter((step) => step.from.includes(task.state) && holds(step.when, task));
}

/** What this person may do now, in the order of the flow; in their own right before as somebody's deputy, and as that what waits for approval alone. */
export function stepsFor({ task, flow, person, deputyOf }: { readonly task: Stepping; readonly flow: Flow; readonly person: Performing; readonly deputyOf: readonly Performing[] }): OpenStep[] {
  const waits = flow.states.some(({ id, approval }) => id === task.state && approval);
  // Nobody decides about their own task as somebody's deputy either.
  const principals = waits && task.author?.userId !== person.userId ? deputyOf : [];
  return stepsFrom(flow, task).flatMap((step): OpenStep[] => {
    const own = sideOf(step, task, person);
    if (own !== null) {
      return [{ step, side: own, onBehalfOf: null }];
    }
    for (const principal of DECIDING.has(step.kind) ? principals : []) {
      const side = sideOf(step, task, principal);
      if (side !== null) {
        return [{ step, side, onBehalfOf: { userId: principal.userId, name: principal.name } }];
      }
    }
    return [];
  });
}

/** What the centre of another province may do now: the steps of the end it speaks for. */
export function stepsForPartner({ task, flow, partnerId }: { readonly task: Task; readonly flow: Flow; readonly partnerId: PartnerId }): OpenStep[] {
  const sides = (['from', 'to'] as const).filter((side) => task[side].kind === 'outside' && task[side].partnerId === partnerId);
  return stepsFrom(flow, task).flatMap((step) => {
    const side = sides.find((candidate) => step.by.some((performer) => performer.side === candidate));
    return side === undefined ? [] : [{ step, side, onBehalfOf: null }];
  });
}

/** What happens of itself when a clock runs out. */
export function stepForHall({ task, flow, stepId }: { readonly task: Task; readonly flow: Flow; readonly stepId: string }): OpenStep | null {
  const step = stepsFrom(flow, task).find(({ id, by }) => id === stepId && by.some(({ side }) => side === 'hall'));
  return step === undefined ? null : { step, side: 'hall', onBehalfOf: null };
}

function sideOf(step: FlowStep, task: Stepping, person: Performing): Side | null {
  return step.by.find((performer) => isMeant(performer, task, person))?.side ?? null;
}

function isMeant({ side, roles, person: only }: Performer, task: Stepping, person: Performing): boolean {
  return courtOfSide(task, side) === person.courtCode && person.roles.some((role) => roles.includes(role)) && isThatPerson(only, task, person);
}

function isThatPerson(only: Performer['person'], task: Stepping, person: Performing): boolean {
  switch (only) {
    case undefined: return true;
    case 'notAuthor': return task.author?.userId !== person.userId;
    default: return task[only]?.userId === person.userId;
  }
}
