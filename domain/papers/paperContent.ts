import type { PaperTemplate, PaperWord } from '#protocol/rules/paperTemplates.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues, Task } from '#protocol/tasks/tasks.ts';
import { found } from '../decision/decision.ts';
import { beijingDayOf, isoOf } from '../rules/beijingDay.ts';
import { flowOf, itemOf } from '../tasks/flow/flowOf.ts';
import { readableValue } from '../tasks/form/readableValue.ts';
import { givenPapers } from '../tasks/signing/canonicalTask.ts';
import { datingMoment } from './dueTemplates.ts';

/** What stands on a paper, in the order of the page. Null: the template has no such part. */
export type PaperContent = {
  readonly taskId: string;
  readonly courtName: string;
  readonly name: string;
  readonly number: string;
  readonly internal: boolean;
  readonly sealed: boolean;
  readonly text: readonly string[];
  readonly form: readonly PaperRow[] | null;
  readonly result: readonly PaperRow[] | null;
  /** SHA-256 of each, hex. */
  readonly papers: readonly { readonly name: string; readonly sha256: string }[] | null;
  /** `sign`: the first digits of the signature and of its key; null where the flow asks for none. */
  readonly approvals: readonly { readonly step: string; readonly name: string; readonly time: string; readonly words: string; readonly sign: string | null }[] | null;
  /** Of the step that dates it, in Beijing: 2026年11月23日. */
  readonly date: string;
  /** The same, ms since the epoch. */
  readonly datedAt: number;
};
export type PaperRow = { readonly name: string; readonly value: string };

/** So much of a signature tells it from others. */
const SIGN_LENGTH = 16;
const MINUTES = 16;
const NOTHING = '—';

/** Errors: notFound (the step that dates it), badRule. */
export function paperContent(task: Task, template: PaperTemplate, book: RuleBook): PaperContent {
  const flow = flowOf(book, task);
  const item = itemOf(book, task);
  const dating = found(datingMoment(task, template), 'step');
  const words: { readonly [Word in PaperWord]: string } = {
    fromCourt: task.from.courtName,
    toCourt: task.to.courtName,
    number: task.number ?? NOTHING,
    caseNumber: task.caseNumber ?? NOTHING,
    title: task.title,
    item: item.name,
    limit: task.limitDays === null ? '规定期限' : `${task.limitDays}个工作日`,
    contact: task.contact === '' ? NOTHING : task.contact,
    author: task.author?.name ?? NOTHING,
    assignee: task.assignee?.name ?? NOTHING,
    words: dating.words ?? NOTHING,
  };
  const has = (part: PaperTemplate['parts'][number]) => template.parts.includes(part);
  const approving = new Map(flow.steps.filter(({ kind, signature }) => kind === 'approve' || signature).map(({ id, name }) => [id, name]));
  return {
    taskId: task.taskId,
    courtName: task[template.side].courtName,
    name: template.name,
    number: `${task.number ?? ''}${template.suffix}`,
    internal: template.internal,
    sealed: template.sealed,
    text: template.text.map((paragraph) => paragraph.replaceAll(/\{(.*?)\}/gu, (whole, word: string) => (word in words ? words[word as PaperWord] : whole))),
    form: has('form') ? rowsOf(item.fields, task.form) : null,
    result: has('result') ? rowsOf(flow.results, task.result ?? {}) : null,
    papers: has('papers') ? latest(task).map(({ name, documentId }) => ({ name, sha256: documentId })) : null,
    approvals: has('approvals') ? task.history.flatMap(({ what, byName, at, words: said, signature, onBehalfOf }) => {
      const step = approving.get(what);
      const name = onBehalfOf === null ? byName : `${byName}（代${onBehalfOf.name}）`;
      const sign = signature === null ? null : `${signature.signature.slice(0, SIGN_LENGTH)}（密钥 ${signature.keyId.slice(0, SIGN_LENGTH)}）`;
      return step === undefined ? [] : [{ step, name, time: timeOf(at), words: said ?? '', sign }];
    }) : null,
    date: dateOf(dating.at),
    datedAt: Math.round(dating.at),
  };
}

function rowsOf(fields: readonly FormField[], values: FormValues): PaperRow[] {
  return fields.flatMap((field) => {
    const value = values[field.id];
    return value === undefined || value === '' ? [] : [{ name: field.name, value: readableValue(field, value) }];
  });
}

function latest(task: Task) {
  const given = givenPapers(task.documents);
  const replaced = new Set(given.map(({ replaces }) => replaces));
  return given.filter(({ documentId }) => !replaced.has(documentId));
}

function dateOf(at: number): string {
  return isoOf(beijingDayOf(at)).replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, '$1年$2月$3日');
}

function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, MINUTES).replace('T', ' ');
}
