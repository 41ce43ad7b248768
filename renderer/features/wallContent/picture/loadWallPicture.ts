import { AppError } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { bytesOf } from '../../journal/index.ts';

/** The bytes of a picture that was put on the wall, piece by piece. Errors: those of wallPicture.read; badPicture (the hall sends no more of it). */
export async function loadWallPicture(link: Pick<HallLink, 'request'>, pictureId: string): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (;;) {
    const { base64, mimeType, totalBytes } = await link.request('wallPicture.read', { pictureId, offset });
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
