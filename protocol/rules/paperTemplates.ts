import { z } from 'zod';
import { ROLES } from '../roles.ts';
import { dated, ruleId } from './row.ts';

/** What a text may name in braces, as in `{fromCourt}`. */
export const PAPER_WORDS = ['fromCourt', 'toCourt', 'number', 'caseNumber', 'title', 'item', 'limit', 'contact', 'author', 'assignee', 'words'] as const;
export type PaperWord = (typeof PAPER_WORDS)[number];

/** What stands below the text. */
export const PAPER_PARTS = ['form', 'result', 'papers', 'approvals'] as const;

/** How a paper of a task is written by the hall. A paper follows the row that holds when it is made. */
export const paperTemplate = z.object({
  ...dated,
  /** What kind of paper it is. */
  paperId: ruleId,
  flows: z.array(ruleId).min(1),
  /** Due once one of these steps was taken; the last of them dates it. */
  after: z.array(ruleId).min(1),
  /** Whose court writes it, and who there. */
  side: z.enum(['from', 'to']),
  roles: z.array(z.enum(ROLES)).min(1),
  /** Goes to no other court and to no partner. */
  internal: z.boolean(),
  /** Bears the seal of its court. */
  sealed: z.boolean(),
  /** Behind the number of the task, so that no two papers of one bear the same: 之一. */
  suffix: z.string().max(6),
  /** Paragraphs. `words`: what was said at the step that dates it. */
  text: z.array(z.string().trim().min(1).max(600)).min(1),
  parts: z.array(z.enum(PAPER_PARTS)),
});
export type PaperTemplate = z.infer<typeof paperTemplate>;
