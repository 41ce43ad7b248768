import type { Performing } from '#domain/tasks/flow/stepsFor.ts';
import type { Flow, FlowCondition, FlowStep, Performer } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { courtOf, PARTNER } from './flowWorld.ts';

/*
 * What a flow says, read once more and otherwise than the hall does: the answers of the hall are held against it.
 */

const LEVELS = new Map([[1, 'high'], [3, 'intermediate'], [5, 'basic']]);

/** Whether the step leads on from where the task is, whoever takes it. */
export function leadsOn({ from, when }: FlowStep, task: Task): boolean {
  return from.includes(task.state) && Object.entries(when ?? {}).every(([part, asked]) => part in PARTS && (asked === undefined || PARTS[part as keyof FlowCondition](asked as never, task)));
}

const PARTS: { readonly [Part in keyof FlowCondition]-?: (asked: NonNullable<FlowCondition[Part]>, task: Task) => boolean } = {
  province: (asked, { from, to }) => (asked === 'other') === [from.kind, to.kind].includes('outside'),
  fromOutside: (asked, { from }) => asked === (from.kind === 'outside'),
  urgent: (asked, { urgent }) => asked === urgent,
  items: (asked, { itemId }) => asked.includes(itemId),
  notItems: (asked, { itemId }) => !asked.includes(itemId),
  fromLevels: (asked, { from }) => from.kind === 'court' && asked.some((level) => level === LEVELS.get(from.courtCode.length)),
};

/** As whom somebody may take a step; undefined: not at all. Null is the partner. */
export function performerOf(step: FlowStep, task: Task, person: Performing | null): Performer | undefined {
  return step.by.find((performer) => {
    const end = performer.side === 'from' || performer.side === 'to' ? task[performer.side] : null;
    if (person === null) return end?.kind === 'outside' && end.partnerId === PARTNER;
    const court = courtOf(task, performer.side);
    const isTheOne = { author: task.author?.userId === person.userId, assignee: task.assignee?.userId === person.userId, notAuthor: task.author?.userId !== person.userId };
    return court === person.courtCode && performer.roles.some((role) => person.roles.includes(role)) && (performer.person === undefined || isTheOne[performer.person]);
  });
}

/** Where the step leads. */
export function targetOf({ back, to }: FlowStep, { state, history }: Task): string {
  if (!back) return to ?? state;
  return history.findLast((moment) => moment.state !== state)?.state ?? state;
}

/** What a step asks for, each with the answer that whoever leaves it out gets. */
export function asksOf(step: FlowStep, flow: Flow, missingPapers: boolean): [ask: 'words' | 'signature' | 'documents' | 'result' | 'count' | 'assigneeId' | 'to', code: string][] {
  return [
    ...(step.reason === 'required' ? [['words', 'reasonNeeded'] as [ask: 'words', string]] : []),
    ...(step.signature ? [['signature', 'signatureNeeded'] as [ask: 'signature', string]] : []),
    ...(missingPapers ? [['documents', 'taskPapersMissing'] as [ask: 'documents', string]] : []),
    ...(step.results && flow.results.some(({ required }) => required) ? [['result', 'badForm'] as [ask: 'result', string]] : []),
    ...(step.days !== undefined || step.stars ? [['count', 'badForm'] as [ask: 'count', string]] : []),
    ...(step.assignee ? [['assigneeId', 'notFound'] as [ask: 'assigneeId', string]] : []),
    ...(step.court ? [['to', 'badDestination'] as [ask: 'to', string]] : []),
  ];
}
