import { createHash } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { StepOfTask } from '#protocol/outside/shapes.ts';
import type { Task, TaskDocument } from '#protocol/tasks/tasks.ts';
import type { GivenDocument } from '#domain/tasks/decide/taskEvent.ts';
import type { FileShelf } from '../../ports/pictures.ts';
import type { Bytes } from './routes.ts';

/** So many papers that were put and are in no task yet are remembered of a partner. */
const REMEMBERED = 500;
type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Papers of partners: only what one has put itself can it put into a task, and what is in its tasks it can read. */
export class PartnerFiles {
  readonly #shelf: FileShelf;
  /** After a restart it puts them once more, which does no harm. */
  readonly #put = new Map<PartnerId, Set<string>>();

  constructor(shelf: FileShelf) {
    this.#shelf = shelf;
  }

  /** Errors: badDocument (another type, or other bytes than were named), tooLarge, tooManyRequests, logUnavailable. */
  async put(partnerId: PartnerId, { sha256, bytes, contentType }: { readonly sha256: string; readonly bytes: Buffer; readonly contentType: string | undefined }): Promise<number> {
    const mimeType = contentType?.split(';')[0]?.trim().toLowerCase();
    // Also of a file that is here already: to name its hash is not to have it.
    if (!isDocumentType(mimeType) || bytes.length === 0 || createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new AppError('badDocument');
    }
    const sender = { unitId: null, userId: null, tokenId: null, sessionId: partnerId };
    await this.#shelf.put({ fileId: sha256, mimeType, totalBytes: bytes.length, offset: 0, base64: bytes.toString('base64') }, sender);
    const put = this.#put.get(partnerId) ?? new Set();
    put.delete(sha256);
    this.#put.set(partnerId, new Set([...put, sha256].slice(-REMEMBERED)));
    return bytes.length;
  }

  /** As a task takes them; `known`: papers of the task that the partner may read. Errors: notFound. */
  given(partnerId: PartnerId, documents: StepOfTask['documents'], known: readonly TaskDocument[]): Promise<GivenDocument[]> {
    return Promise.all(documents.map(async ({ sha256, ...document }) => {
      const isTheirs = this.#put.get(partnerId)?.has(sha256) === true || known.some(({ documentId }) => documentId === sha256);
      const kept = isTheirs ? await this.#shelf.read(sha256, { offset: 0, length: 0, types: DOCUMENT_TYPES }) : null;
      if (kept === null) {
        throw new AppError('notFound', { params: { what: 'document' } });
      }
      return { ...document, documentId: sha256, mimeType: kept.mimeType, totalBytes: kept.totalBytes };
    }));
  }

  /** `known`: its papers that the partner may read. Errors: notFound; internalPaper (of the task, and not for partners). */
  async read(task: Task, known: readonly TaskDocument[], sha256: string): Promise<Bytes> {
    const isIt = ({ documentId }: TaskDocument) => documentId === sha256;
    const document = known.find(isIt);
    if (document === undefined && task.documents.some(isIt)) {
      throw new AppError('internalPaper');
    }
    const file = document === undefined ? null : await this.#shelf.read(sha256, { offset: 0, length: document.totalBytes, types: DOCUMENT_TYPES });
    if (file === null) {
      throw new AppError('notFound', { params: { what: 'document' } });
    }
    return file;
  }
}

function isDocumentType(type: string | undefined): type is DocumentType {
  return (DOCUMENT_TYPES as readonly (string | undefined)[]).includes(type);
}
