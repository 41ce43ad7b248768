import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { OutsideMoment } from '#protocol/outside/delivery.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task, TaskDocument, TaskMoment } from '#protocol/tasks/tasks.ts';

/** Beside steps; what the hall's own people ask and remind each other of stays with them. */
const TOLD_BESIDE_STEPS = new Set(['created', 'talked', 'urged', 'progressed', 'documented']);

/** A talk names who spoke, and what was added to the papers names papers, also internal ones: those that are the partner's to read are listed with the task. */
const TOLD_WITHOUT_WORDS = new Set(['talked', 'documented']);

type End = 'from' | 'to';

/** The end that a partner speaks for; null where it has nothing to do with the task, or not yet. */
export function endOfPartner(task: Task, flow: Flow, partnerId: PartnerId): End | null {
  const end = (['from', 'to'] as const).find((side) => task[side].kind === 'outside' && task[side].partnerId === partnerId);
  return end === undefined || firstSeen(task, flow, end) === null ? null : end;
}

/** What the partner may know of what happened, in order. */
export function momentsFor(task: Task, flow: Flow, end: End): OutsideMoment[] {
  const first = firstSeen(task, flow, end);
  return first === null ? [] : task.history.slice(first).filter(({ what }) => isTold(flow, what)).map((moment, index) => outside(moment, flow, index + 1));
}

/** What the change of this version is to the partner; null where it is not told of it. */
export function momentOfVersion(task: Task, flow: Flow, { end, version }: { readonly end: End; readonly version: number }): OutsideMoment | null {
  // Each event about a task adds one to its history and to its version.
  const moment = task.history[version - 1];
  if (moment === undefined || !isTold(flow, moment.what)) {
    return null;
  }
  const seen = momentsFor({ ...task, history: task.history.slice(0, version) }, flow, end);
  return seen.at(-1) ?? null;
}

/** Its papers that the partner may read: what it brought itself, and whatever no rule keeps inside. A kind is judged as the book has it now, and kept inside if any row of it says so. */
export function documentsFor({ documents }: Pick<Task, 'documents'>, end: End, { papers }: Pick<RuleBook, 'papers'>): TaskDocument[] {
  const internal = new Set(papers.flatMap((paper) => (paper.internal ? [paper.id] : [])));
  return documents.filter(({ side, paperId, made }) => side === end || (made?.internal !== true && (paperId === null || !internal.has(paperId))));
}

/** Of one that goes out, from when it is first the other side's move: all that was said about it before is the sender's. */
function firstSeen(task: Task, flow: Flow, end: End): number | null {
  if (end === 'from') {
    return 0;
  }
  const index = task.history.findIndex(({ state }) => flow.states.find(({ id }) => id === state)?.holder === 'to');
  return index === -1 ? null : index;
}

function isTold(flow: Flow, what: string): boolean {
  return TOLD_BESIDE_STEPS.has(what) || flow.steps.some(({ id }) => id === what);
}

function outside({ at, what, state, side, words, count }: TaskMoment, flow: Flow, sequence: number): OutsideMoment {
  return {
    sequence,
    at: Math.round(at),
    what,
    stepName: flow.steps.find(({ id }) => id === what)?.name ?? null,
    state,
    stateName: flow.states.find(({ id }) => id === state)?.name ?? state,
    side,
    words: TOLD_WITHOUT_WORDS.has(what) ? null : words,
    count,
  };
}
