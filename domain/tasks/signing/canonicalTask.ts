import canonicalize from 'canonicalize';
import type { FormValues, Task, TaskDocument, TaskPerson } from '#protocol/tasks/tasks.ts';

/** What a person puts their name to beside the task itself. `count` of a countersign: 1 agrees, 0 does not. */
export type SignedDecision = { readonly step: string; readonly words: string | null; readonly count: number | null; readonly result: FormValues | null; /** Whose deputy signs. */ readonly onBehalfOf: TaskPerson | null };

/** The step of `task.countersign`, which no flow names. */
export const COUNTERSIGN = 'countersign';

/** What of a task is shown before a signature, and what must not change after it. */
export type SignedContent = ReturnType<typeof signedContent>;

export function signedContent(task: Task) {
  const { taskId, flowId, itemId, number, createdAt, from, to, author, title, caseNumber, urgent, limitDays, form, personalHash, operationId, contact, result } = task;
  const documents = givenPapers(task.documents).map(({ documentId, name, paperId, replaces }) => ({ documentId, name, paperId, replaces }));
  return { taskId, flowId, itemId, number, createdAt, from, to, author, title, caseNumber, urgent, limitDays, form, personalHash, operationId, contact, documents, result };
}

/** Those that people put in. What the hall writes of a task says nothing new about it. */
export function givenPapers(documents: readonly TaskDocument[]): TaskDocument[] {
  return documents.filter(({ made }) => made === null);
}

/**
 * The text that is signed (RFC 8785). `place` is how much had happened to the task before: the same decision about the same task at another time is
 * another text, so that no signature serves twice.
 */
export function canonicalTask(task: Task, decision: SignedDecision, place = task.history.length): string {
  const { step, words, count, result, onBehalfOf } = decision;
  return canonicalText({ task: { ...signedContent(task), result: result ?? task.result }, decision: { step, words, count, ...(onBehalfOf === null ? {} : { onBehalfOf }) }, place });
}

function canonicalText(content: object): string {
  return canonicalize({ format: 'command-hall-task-signature', version: 1, ...content }) ?? '';
}
