import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';

/** Errors: those of document.read; badPicture (the hall sends no more of it). */
export function readPaper(link: HallLink, documentId: string): Promise<Blob> {
  return readPieces((offset) => link.request('document.read', { documentId, offset }));
}
