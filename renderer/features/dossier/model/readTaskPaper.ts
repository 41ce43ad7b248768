import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';

/** A paper of a dossier, by those who may see the task. Errors: those of task.readDocument; badPicture (the hall sends no more of it). */
export function readTaskPaper(link: HallLink, { taskId, documentId }: { readonly taskId: TaskId; readonly documentId: string }): Promise<Blob> {
  return readPieces((offset) => link.request('task.readDocument', { taskId, documentId, offset }));
}
