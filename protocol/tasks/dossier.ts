import { z } from 'zod';
import { request } from '../definition/request.ts';
import { taskId } from '../nouns/ids.ts';

export const taskDossierRequests = {
  /**
   * All that the log has of a task, with the keys it was signed with, as a file that `npm run task:verify` checks on any machine. Logged as an export
   * before it is answered. Errors: notFound, tooLarge, logUnavailable.
   */
  'task.exportDossier': request({
    needs: 'tasks.read',
    input: z.strictObject({ taskId, purpose: z.string().trim().min(4).max(200) }),
    /** `text` is the file, JSON; `sha256` that of its UTF-8 bytes, hex. */
    output: z.object({ fileName: z.string(), text: z.string(), sha256: z.string(), entries: z.int() }),
  }),
};
