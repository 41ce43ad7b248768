import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';

/** The bytes of a picture that was put on the wall. Errors: those of wallPicture.read; badPicture. */
export function loadWallPicture(link: Pick<HallLink, 'request'>, pictureId: string): Promise<Blob> {
  return readPieces((offset) => link.request('wallPicture.read', { pictureId, offset }));
}
