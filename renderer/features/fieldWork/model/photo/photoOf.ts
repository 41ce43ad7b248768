import { PICTURE_MAX_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import { sha256 } from '../../../../platform/sha256.ts';
import type { Photo } from '../taken.ts';
import { thumbnailOf } from './thumbnailOf.ts';

/** Why a picture cannot be taken in: `camera`: there is no frame to take. Each has a sentence. */
export type PhotoProblem = 'type' | 'size' | 'unreadable' | 'camera';

export class PhotoError extends Error {
  override readonly name = 'PhotoError';
  readonly problem: PhotoProblem;

  constructor(problem: PhotoProblem, cause: unknown = null) {
    super(`no photo: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** A picture as it stands in a file, not a byte changed. Errors: PhotoError. */
export async function photoOf(file: Blob): Promise<Photo> {
  const mimeType = PICTURE_TYPES.find((type) => type === file.type);
  if (mimeType === undefined) throw new PhotoError('type');
  if (file.size < 1 || file.size > PICTURE_MAX_BYTES) throw new PhotoError('size');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new PhotoError('unreadable', cause);
  }
  return { pictureId: await sha256(bytes), mimeType, bytes, thumbnail: await thumbnailOf(file) };
}
