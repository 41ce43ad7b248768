import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, taskId } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What stands on a paper for whoever doubts it: taken from the hash of what it says, 30 signs to a place, none of which is taken for another. */
export const paperCode = z.string().regex(/^[2-9A-HJKMNP-TV-Z]{4}(?:-[2-9A-HJKMNP-TV-Z]{4}){2}$/);

const paper = {
  /** As its template calls it. */
  name: z.string(),
  number: z.string(),
  courtName: z.string(),
};

/** Subject `paper/<code>`. */
export const paperEvents = {
  'paper.made': event({
    data: z.object({
      ...paper,
      taskId,
      templateId: ruleId,
      /** SHA-256 of the template's row, hex. */
      templateVersion: sha256,
      code: paperCode,
      /** Of the file. */
      sha256,
      courtCode,
      internal: z.boolean(),
    }),
  }),
};

export const paperRequests = {
  /**
   * Writes a paper of the task by a template and puts it into its dossier; of a task that is as it was, it is the paper that is there already.
   * Errors: notFound, conflict, forbidden (no person), paperNotDue, logUnavailable.
   */
  'paper.make': request({
    needs: 'tasks.handle',
    input: z.strictObject({ commandId, taskId, expectedVersion: z.int().min(0), templateId: ruleId }),
    output: z.object({ documentId: sha256, code: paperCode }),
  }),
  /** Whether a hall's paper with this code is in the log, and whether a file is that paper. Internal ones are known to their court and those above. Errors: logUnavailable. */
  'paper.verify': request({
    needs: 'tasks.read',
    input: z.strictObject({ code: paperCode, /** Of the file; null for a look at the code alone. */ sha256: sha256.nullable() }),
    output: z.object({
      verdict: z.enum(['genuine', 'changed', 'unknown']),
      /** `replaced`: a newer one took its place. */
      paper: z.object({ ...paper, madeAt: z.int(), replaced: z.boolean() }).nullable(),
    }),
  }),
};
