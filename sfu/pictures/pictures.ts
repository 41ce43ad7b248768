import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { JournalError, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { PictureShelf } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { PictureFolder } from './pictureFolder.ts';
import { PictureUploads } from './pictureUploads.ts';

/** Ties of pictures to operations that are remembered; they never go. */
const KNOWN_TIES = 10_000;

export type PicturesOptions = {
  readonly folder: PictureFolder;
  readonly log: Pick<HallLog, 'state'>;
  readonly journal: Pick<Journal, 'query'>;
  /** Real time: it guards the disk. */
  readonly now: () => number;
  /** What one session may send in an hour. */
  readonly hourlyBytes?: number;
};

/** Pictures of operations: put before the note or the item that names them, read by whoever may see that. */
export function createPictures({ folder, log, journal, now, hourlyBytes }: PicturesOptions): { readonly handlers: HandlersOf<'picture'>; readonly shelf: PictureShelf } {
  const uploads = new PictureUploads({ folder, now, hourlyBytes });
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
    shelf: { put: (piece, session) => uploads.put(piece, session), read: (pictureId, piece) => folder.read(pictureId, piece) },
    handlers: {
      'picture.put': async (piece, session) => ({ receivedBytes: await uploads.put(piece, session) }),

      'picture.read': async ({ operationId, pictureId, offset }, session) => {
        const piece = (await belongsTo(operationId, pictureId, session)) ? await folder.read(pictureId, { offset, length: PICTURE_CHUNK_BYTES }) : null;
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

function asUnavailable(error: unknown): never {
  throw error instanceof JournalError ? new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } }) : error;
}
