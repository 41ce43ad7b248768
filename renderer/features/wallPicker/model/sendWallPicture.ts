import { AppError } from '#protocol/errors.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { base64Of } from '../../../link/base64.ts';

type PictureType = (typeof PICTURE_TYPES)[number];
type Options = { readonly link: Pick<HallLink, 'request'>; readonly picture: Blob; readonly onProgress: (share: number) => void; readonly signal: AbortSignal };

/** Sends it in pieces and returns its name, the SHA-256 of its bytes; asked again it goes on where it was. Errors: badPicture, tooLarge, those of wallPicture.put; aborted: the signal's reason. */
export async function sendWallPicture({ link, picture, onProgress, signal }: Options): Promise<string> {
  if (!isPictureType(picture.type)) {
    throw new AppError('badPicture');
  }
  if (picture.size > PICTURE_MAX_BYTES) {
    throw new AppError('tooLarge');
  }
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const pictureId = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const about = { pictureId, mimeType: picture.type, totalBytes: bytes.length };
  for (let offset = 0; offset < bytes.length;) {
    signal.throwIfAborted();
    const { receivedBytes } = await link.request('wallPicture.put', { ...about, offset, base64: base64Of(bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES)) });
    offset = receivedBytes;
    onProgress(receivedBytes / bytes.length);
  }
  return pictureId;
}

export function isPictureType(type: string): type is PictureType {
  return PICTURE_TYPES.some((known) => known === type);
}
