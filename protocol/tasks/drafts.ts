import { z } from 'zod';
import { operationId } from '../nouns/ids.ts';
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
