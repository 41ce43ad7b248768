import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf, Pictures } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

/** Ties of pictures to operations that are remembered; they never go. */
const KNOWN_TIES = 10_000;

export type PicturesOptions = {
  readonly shelf: FileShelf;
  readonly log: Pick<HallLog, 'state'>;
  readonly journal: Pick<Journal, 'query'>;
};

/** Whether a picture is whole and here. */
export function picturesOn(shelf: FileShelf): Pictures {
  return { has: async (pictureId) => (await shelf.read(pictureId, { offset: 0, length: 0, types: PICTURE_TYPES })) !== null };
}

/** Pictures of operations: put before the note or the item that names them, read by whoever may see that. */
export function createPictures({ shelf, log, journal }: PicturesOptions): { readonly handlers: HandlersOf<'picture'> } {
  const ties = new Set<string>();

  /** Whether a note or an item of this operation names the picture. Errors: logUnavailable. */
  async function belongsTo(operationId: OperationId, pictureId: string, { courtCode }: Session): Promise<boolean> {
    const tie = `${operationId}/${pictureId}`;
    if (ties.has(tie)) {
      return true;
    }
    const { state } = log;
    const steps = state.steps.filter((step) => step.operationId === operationId);
    const subjects = [`journal/${operationId}`, ...[...steps.keys()].map((stepId) => `step/${stepId}`)];
    const from = state.operations.get(operationId)?.stages[0]?.at ?? 0;
    const entries = await journal.query({ filter: { names: ['journal.noted', 'step.itemDone'], text: pictureId, from }, subjects, seenFrom: courtCode, before: null, limit: 50 }).catch(asUnavailable);
    const isTied = entries.some(({ data }) => namesPicture(data, pictureId));
    if (isTied) {
      ties.add(tie);
      const [oldest] = ties;
      if (ties.size > KNOWN_TIES && oldest !== undefined) {
        ties.delete(oldest);
      }
    }
    return isTied;
  }

  return {
    handlers: {
      'picture.put': async ({ pictureId, ...piece }, session) => ({ receivedBytes: await shelf.put({ ...piece, fileId: pictureId }, session) }),

      'picture.read': async ({ operationId, pictureId, offset }, session) => {
        const piece = (await belongsTo(operationId, pictureId, session)) ? await shelf.read(pictureId, { offset, length: PICTURE_CHUNK_BYTES, types: PICTURE_TYPES }) : null;
        if (piece === null) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
      },
    },
  };
}

function namesPicture(data: unknown, pictureId: string): boolean {
  const { pictureIds, pictureId: one } = data as { pictureIds?: unknown; pictureId?: unknown };
  return one === pictureId || (Array.isArray(pictureIds) && pictureIds.includes(pictureId));
}
