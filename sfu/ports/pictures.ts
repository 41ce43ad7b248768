import type { RequestData } from '#protocol/contract.ts';
import type { PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { Session } from './session.ts';

/** Pictures that were put, by their SHA-256. */
export interface Pictures {
  /** Whether all of it is here and durable. */
  has(pictureId: string): Promise<boolean>;
}

/** For rooms that take pictures of their own and know who may read them. */
export interface PictureShelf {
  /** Bytes that are here now, as for picture.put. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable. */
  put(piece: Omit<RequestData<'picture.put'>, 'operationId'>, session: Session): Promise<number>;
  /** Null for one that is not there. */
  read(pictureId: string, piece: { readonly offset: number; readonly length: number }): Promise<{ readonly bytes: Buffer; readonly mimeType: (typeof PICTURE_TYPES)[number]; readonly totalBytes: number } | null>;
}
