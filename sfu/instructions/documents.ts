import { sees } from '#domain/access/viewer.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { DOCUMENT_PIECE_BYTES, DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

type Options = { readonly log: Pick<HallLog, 'state'>; readonly journal: Pick<Journal, 'query'>; readonly shelf: FileShelf };

/** Papers: put before the instruction that names them, read by those whom that concerns. */
export function createDocuments({ log, journal, shelf }: Options): { readonly handlers: HandlersOf<'document'> } {
  /** What the desks let go is in the log still. Errors: logUnavailable. */
  async function wasSent(documentId: string, session: Session): Promise<boolean> {
    if (!session.capabilities.has('hall.follow')) {
      return false;
    }
    const entries = await journal.query({ filter: { names: ['instruction.sent'], text: documentId }, seenFrom: session.courtCode, before: null, limit: 20 }).catch(asUnavailable);
    return entries.some((entry) => {
      const event = eventOf(entry);
      return event?.name === 'instruction.sent' && names(event.data, documentId);
    });
  }

  return {
    handlers: {
      'document.put': async ({ documentId, ...piece }, session) => {
        try {
          return { receivedBytes: await shelf.put({ ...piece, fileId: documentId }, session) };
        } catch (error) {
          throw error instanceof AppError && error.code === 'badPicture' ? new AppError('badDocument') : error;
        }
      },

      'document.read': async ({ documentId, offset }, session) => {
        const isHeld = log.state.instructions.some((instruction) => names(instruction, documentId) && concerns(instruction, session));
        const piece = isHeld || (await wasSent(documentId, session)) ? await shelf.read(documentId, { offset, length: DOCUMENT_PIECE_BYTES, types: DOCUMENT_TYPES }) : null;
        if (piece === null) {
          throw new AppError('notFound', { params: { what: 'document' } });
        }
        return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
      },
    },
  };
}

function names({ documents }: Pick<Instruction, 'documents'>, documentId: string): boolean {
  return documents.some((document) => document.documentId === documentId);
}

function concerns({ unitId, courtCode }: Instruction, session: Session): boolean {
  return session.unitId === null ? session.capabilities.has('hall.follow') && sees(session.courtCode, courtCode) : session.unitId === unitId;
}
