import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, PartnerId, TaskId } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task, TaskDocument } from '#protocol/tasks/tasks.ts';
import { found, type Decision, type NewEvent } from '../../decision/decision.ts';
import type { Performing } from '../flow/stepsFor.ts';

/** Who asks: a person (and for whom they are deputy), the centre of another province, or the hall by a clock. */
export type TaskActor =
  | { readonly kind: 'person'; readonly person: Performing; readonly deputyOf: readonly Performing[] }
  | { readonly kind: 'partner'; readonly partnerId: PartnerId }
  | { readonly kind: 'hall' };

/** What decisions about tasks go by beside the state. */
export type TaskContext = { readonly book: RuleBook; readonly by: TaskActor; readonly at: number };

export type GivenDocument = RequestData<'task.create'>['documents'][number];

type Change = Extract<NewEvent, { name: `task.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

/** The entry belongs to the court that acts. */
export function taskEvent(taskId: TaskId, courtCode: CourtCode, change: Change): NewEvent {
  return { ...change, subject: `task/${taskId}`, courtCode };
}

export function taskDecision(taskId: TaskId, events: readonly NewEvent[]): Decision<{ task: Task }> {
  return { events, answer: (after) => ({ task: found(after.tasks.get(taskId), 'task') }) };
}

/** As the dossier keeps them; a paper that is in it already is not put in again. */
export function stamped(given: readonly GivenDocument[], { side, byName, at, present }: { readonly side: TaskDocument['side']; readonly byName: string; readonly at: number; readonly present: readonly TaskDocument[] }): TaskDocument[] {
  const here = new Set(present.map(({ documentId }) => documentId));
  return given.filter(({ documentId }) => !here.has(documentId)).map((document) => ({ ...document, addedAt: Math.round(at), byName, side, made: null }));
}
