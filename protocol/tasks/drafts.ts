import { z } from 'zod';
import { request } from '../definition/request.ts';
import { operationId, taskDraftId } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';
import { formValues, givenDocument, MAX_TASK_DOCUMENTS, taskEnd } from './tasks.ts';

/** A task as far as it is written; nothing of it has to be right yet. */
export const taskDraft = z.strictObject({
  flowId: ruleId.nullable(),
  itemId: ruleId.nullable(),
  to: taskEnd.nullable(),
  caseNumber: z.string().max(40),
  title: z.string().max(80),
  urgent: z.boolean(),
  /** Workdays; null: the flow's own. */
  limitDays: z.number().nullable(),
  contact: z.string().max(80),
  /** Personal values included; of other items too, if they were chosen before. */
  form: formValues,
  operationId: operationId.nullable(),
  documents: z.array(givenDocument).max(MAX_TASK_DOCUMENTS),
});
export type TaskDraft = z.infer<typeof taskDraft>;

/** Largest text of one draft as JSON, characters. */
export const MAX_TASK_DRAFT_LENGTH = 65_536;
const writtenDraft = taskDraft.refine((draft) => JSON.stringify(draft).length <= MAX_TASK_DRAFT_LENGTH, 'too long');

/** Counts the savings, from 1. */
const saving = { taskDraftId, revision: z.int(), /** Ms since the epoch. */ savedAt: z.int() };
export const taskDraftRow = z.object({ ...saving, title: z.string(), flowId: ruleId.nullable(), itemId: ruleId.nullable() });
export type TaskDraftRow = z.infer<typeof taskDraftRow>;
export const savedTaskDraft = z.object({ ...saving, draft: taskDraft });
export type SavedTaskDraft = z.infer<typeof savedTaskDraft>;

/** What a person is writing: theirs alone, no decision yet, sealed beside the log. Errors of all: notFound for whoever is no person, logUnavailable. */
export const taskDraftRequests = {
  /** Last saved first. */
  'taskDraft.list': request({ needs: 'tasks.handle', input: z.strictObject({}), output: z.object({ drafts: z.array(taskDraftRow) }) }),
  /** Errors: notFound. */
  'taskDraft.open': request({ needs: 'tasks.handle', input: z.strictObject({ taskDraftId }), output: z.object({ saved: savedTaskDraft }) }),
  /** Saves over the revision that the caller has read (0: none). Where another desk saved since, or discarded it (null), nothing is kept and the newest is answered. */
  'taskDraft.save': request({ needs: 'tasks.handle', input: z.strictObject({ taskDraftId, draft: writtenDraft, expectedRevision: z.int().min(0) }), output: z.object({ kept: z.boolean(), newest: savedTaskDraft.nullable() }) }),
  /** For good. Idempotent. */
  'taskDraft.discard': request({ needs: 'tasks.handle', input: z.strictObject({ taskDraftId }), output: z.object({}) }),
};
