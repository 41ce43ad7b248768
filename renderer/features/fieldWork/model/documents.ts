import { AppError } from '#protocol/errors.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import { bytesOf } from '../../../link/base64.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { KeptDocuments } from '../../../platform/keptDocuments.ts';
import { sha256 } from '../../../platform/sha256.ts';

const TIMEOUT_MS = 60_000;

/** Documents of instructions: fetched piece by piece, going on where one broke off while the page lives, and kept on the device. */
export class Documents {
  readonly #kept: KeptDocuments;
  readonly #pieces = new Map<string, Uint8Array<ArrayBuffer>[]>();

  constructor(kept: KeptDocuments) {
    this.#kept = kept;
  }

  /** Its bytes, with the hash that names them. `onProgress`: 0 to 1. Errors: disconnected (it is not here, and `link` is null); those of document.read; badDocument: these are other bytes. */
  async read(link: HallLink | null, { documentId, mimeType, totalBytes }: Instruction['documents'][number], onProgress: (share: number) => void): Promise<Blob> {
    const kept = await this.#kept.read(documentId);
    if (kept !== null && (await hashOf(kept)) === documentId) return new Blob([kept], { type: mimeType });
    if (link === null) throw new AppError('disconnected');
    const pieces = this.#pieces.get(documentId) ?? [];
    this.#pieces.set(documentId, pieces);
    for (let offset = lengthOf(pieces); offset < totalBytes; offset = lengthOf(pieces)) {
      const piece = bytesOf((await link.request('document.read', { documentId, offset }, { timeoutMs: TIMEOUT_MS })).base64);
      if (piece.length === 0) break;
      pieces.push(piece);
      onProgress(lengthOf(pieces) / totalBytes);
    }
    this.#pieces.delete(documentId);
    const document = new Blob(pieces, { type: mimeType });
    if ((await hashOf(document)) !== documentId) throw new AppError('badDocument');
    await this.#kept.keep(documentId, document);
    return document;
  }

  /** Only these instructions are still anybody's. Never rejects. */
  forgetOthers(instructions: readonly Instruction[]): Promise<void> {
    return this.#kept.forgetAllBut(instructions.flatMap(({ documents }) => documents.map(({ documentId }) => documentId)));
  }
}

async function hashOf(document: Blob): Promise<string> {
  return sha256(new Uint8Array(await document.arrayBuffer()));
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
