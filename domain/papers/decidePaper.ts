import type { EventData } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { expectVersion, found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import type { Performing } from '../tasks/flow/stepsFor.ts';
import { taskEvent } from '../tasks/decide/taskEvent.ts';
import { dueTemplates } from './dueTemplates.ts';

type Asked = { readonly taskId: TaskId; readonly expectedVersion: number; readonly templateId: string };
export type MadePaper = Pick<EventData<'paper.made'>, 'name' | 'number' | 'courtName' | 'code' | 'sha256' | 'templateVersion'> & { readonly totalBytes: number };
type Answer = { readonly documentId: string; readonly code: string };

/** The template that the person asked for. Errors: conflict, paperNotDue. */
export function dueTemplate(task: Task, { expectedVersion, templateId }: Omit<Asked, 'taskId'>, { book, person, at }: { readonly book: RuleBook; readonly person: Performing; readonly at: number }) {
  expectVersion(task, expectedVersion);
  const template = dueTemplates(task, book, { person, at }).find(({ id }) => id === templateId);
  if (template === undefined) {
    throw new AppError('paperNotDue', { params: { name: book.templates.find(({ id }) => id === templateId)?.name ?? templateId } });
  }
  return template;
}

/** A paper that was written into the dossier, in the place of an older one of its template; nothing where it is there. Errors: notFound, conflict, paperNotDue. */
export function decidePaper(state: HallState, asked: Asked, { made, ...context }: { readonly book: RuleBook; readonly person: Performing; readonly at: number; readonly made: MadePaper }): Decision<Answer> {
  const { taskId } = asked;
  const task = found(state.tasks.get(taskId), 'task');
  const { totalBytes, ...paper } = made;
  const { code, number, name, sha256 } = paper;
  const answer = () => ({ documentId: sha256, code });
  const template = dueTemplate(task, asked, context);
  if (task.documents.some(({ documentId }) => documentId === sha256)) {
    return { events: [], answer };
  }
  const { person: { courtCode, name: byName }, at } = context;
  const { id: templateId, paperId, internal, side } = template;
  const replaces = task.documents.findLast((document) => document.made?.templateId === templateId && document.side === side)?.documentId ?? null;
  const document = { documentId: sha256, name: `${name}.pdf`, mimeType: 'application/pdf' as const, totalBytes, paperId, replaces, addedAt: Math.round(at), byName, side, made: { templateId, number, code, internal } };
  return {
    events: [
      { name: 'paper.made', subject: `paper/${code}`, courtCode, data: { ...paper, taskId, templateId, courtCode, internal } },
      taskEvent(taskId, courtCode, { name: 'task.documented', data: { side, documents: [document] } }),
    ],
    answer,
  };
}
