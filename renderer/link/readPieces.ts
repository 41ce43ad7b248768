import { AppError } from '#protocol/errors.ts';
import { bytesOf } from './base64.ts';

type Piece = { readonly base64: string; readonly mimeType: string; readonly totalBytes: number };

/** A picture that the hall gives in pieces, put together. Errors: those of `read`; badPicture (the hall sends no more of it). */
export async function readPieces(read: (offset: number) => Promise<Piece>): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; ;) {
    const { base64, mimeType, totalBytes } = await read(offset);
    const piece = bytesOf(base64);
    pieces.push(piece);
    offset += piece.length;
    if (offset >= totalBytes) {
      return new Blob(pieces, { type: mimeType });
    }
    if (piece.length === 0) {
      throw new AppError('badPicture');
    }
  }
}
