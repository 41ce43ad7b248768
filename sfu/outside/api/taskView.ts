import { documentsFor, endOfPartner, momentsFor } from '#domain/partners/seenByPartner.ts';
import type { Calendar } from '#domain/rules/calendar.ts';
import { taskClocks } from '#domain/tasks/clocks/taskClocks.ts';
import { flowOf, stateIn } from '#domain/tasks/flow/flowOf.ts';
import { stepsForPartner } from '#domain/tasks/flow/stepsFor.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { OutsideTask } from '#protocol/outside/shapes.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';

type Rules = { readonly book: RuleBook; readonly calendar: Calendar };

/** The task as a partner may know it; null for one that it has nothing to do with, or not yet. Names of people are left out. */
export function taskView(task: Task, partnerId: PartnerId, { book, calendar }: Rules): OutsideTask | null {
  const flow = flowOf(book, task);
  const end = endOfPartner(task, flow, partnerId);
  if (end === null) {
    return null;
  }
  const { taskId, number, flowId, itemId, title, caseNumber, urgent, limitDays, form, personalHash, contact, state, over, createdAt, progress, result, version } = task;
  const history = momentsFor(task, flow, end);
  const documents = documentsFor(task, end, book);
  const isSeen = (sha256: string | null) => documents.some(({ documentId }) => documentId === sha256);
  return {
    taskId, number, flowId, itemId, title, caseNumber, urgent, limitDays, form, contact, state, over, progress, result, version, history,
    from: endOf(task.from),
    to: endOf(task.to),
    hasPersonal: personalHash !== null,
    stateName: stateIn(flow, state).name,
    createdAt: Math.round(createdAt),
    changedAt: changedAt(history, createdAt),
    documents: documents.map(({ documentId, name, mimeType, totalBytes, paperId, replaces, addedAt, side }) => ({ sha256: documentId, name, mimeType, totalBytes, paperId, replaces: isSeen(replaces) ? replaces : null, addedAt, side })),
    clocks: taskClocks(task, flow, calendar).map(({ clockId, clock, startedAt, amberAt, dueAt, pausedAt, metAt, dueIsFirm }) => ({
      clockId, name: clock.name, startedAt: Math.round(startedAt), amberAt: Math.round(amberAt), dueAt: Math.round(dueAt), pausedAt: rounded(pausedAt), metAt: rounded(metAt), dueIsFirm,
    })),
    steps: stepsForPartner({ task, flow, partnerId }).map(({ step }) => ({
      step: step.id, name: step.name, kind: step.kind, words: step.reason, days: step.days ?? null, stars: step.stars, result: step.results, papers: step.papers, afterTalk: step.afterTalk,
    })),
  };
}

function changedAt(history: OutsideTask['history'], createdAt: number): number {
  return history.at(-1)?.at ?? Math.round(createdAt);
}

function endOf(end: TaskEnd): OutsideTask['from'] {
  return { courtCode: end.kind === 'court' ? end.courtCode : null, courtName: end.courtName };
}

function rounded(at: number | null): number | null {
  return at === null ? null : Math.round(at);
}
