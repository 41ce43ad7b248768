import type { Task, TaskDocument, TaskMoment } from '#protocol/tasks/tasks.ts';
import { canonicalTask, COUNTERSIGN, givenPapers, signedContent, type SignedContent } from './canonicalTask.ts';

/** `void`: what was signed is not what the task says now. */
export type SignatureState = 'valid' | 'void';

type Hash = (text: string) => string;

/**
 * Whether what the person signed at this place of the history still stands; null where nobody signed. What was not there yet (a number, a result,
 * further papers) may come; what was there may not change. `hash` is SHA-256, hex. The signature itself was checked by the hall before it was logged.
 */
export function signatureState(task: Task, place: number, hash: Hash): SignatureState | null {
  const moment = task.history[place];
  if (moment === undefined || moment.signature === null) {
    return null;
  }
  const { contentHash } = moment.signature;
  return earlierForms(task, moment).some((earlier) => hash(canonicalTask(earlier, decisionOf(moment), place)) === contentHash) ? 'valid' : 'void';
}

/** Names of what was there when it was signed and is another now, as in `SignedContent`; none where the signature stands. */
export function changedSince(then: Task, now: Task): (keyof SignedContent)[] {
  const [before, after] = [signedContent(then), signedContent(now)];
  return (Object.keys(before) as (keyof SignedContent)[]).filter((field) => {
    if (field === 'documents') {
      return !arePapersKept(then.documents, now.documents);
    }
    const mayCome = field === 'number' || field === 'result';
    return !(mayCome && before[field] === null) && !isSame(before[field], after[field]);
  });
}

function decisionOf({ what, words, count, onBehalfOf }: TaskMoment) {
  return { step: what === 'countersigned' ? COUNTERSIGN : what, words, count, result: null, onBehalfOf };
}

/** The task as it may have been, with and without what may have come at or after that moment. */
function earlierForms(task: Task, { at }: TaskMoment): Task[] {
  const papers = [task.documents.filter(({ addedAt }) => addedAt < Math.round(at)), task.documents.filter(({ addedAt }) => addedAt <= Math.round(at))].filter((kept) => arePapersKept(kept, task.documents));
  return papers.flatMap((documents) => [task.number, null].flatMap((number) => [task.result, null].map((result) => ({ ...task, documents, number, result }))));
}

/** All still there, in their order, and none of them replaced by a later one. */
function arePapersKept(...papers: readonly [then: readonly TaskDocument[], now: readonly TaskDocument[]]): boolean {
  const [then, now] = [givenPapers(papers[0]), givenPapers(papers[1])];
  const later = now.slice(then.length);
  const signed = new Set(then.map(({ documentId }) => documentId));
  return isSame(papersOf(then), papersOf(now.slice(0, then.length))) && !later.some(({ replaces }) => replaces !== null && signed.has(replaces));
}

function papersOf(documents: readonly TaskDocument[]) {
  return documents.map(({ documentId, name, paperId, replaces }) => [documentId, name, paperId, replaces]);
}

/** Of the same schema, so the fields come in the same order but for those of forms. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, sorted(part)])) : value;
}
