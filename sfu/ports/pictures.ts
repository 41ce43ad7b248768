import type { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { Session } from './session.ts';

/** Pictures that were put, by their SHA-256. */
export interface Pictures {
  /** Whether all of it is here and durable. */
  has(pictureId: string): Promise<boolean>;
}

export type PictureType = (typeof PICTURE_TYPES)[number];
export type FileType = PictureType | (typeof DOCUMENT_TYPES)[number];

/** A piece of a file on its way here; `fileId`: SHA-256 of all its bytes, hex. */
export type FilePiece = { readonly fileId: string; readonly mimeType: FileType; readonly totalBytes: number; readonly offset: number; readonly base64: string };

/** Whoever sends files: a session, or somebody who has none under an id of their own. */
export type FileSender = Pick<Session, 'unitId' | 'userId' | 'tokenId'> & { readonly sessionId: string };

/** Files by their SHA-256, for rooms that take some of their own and know who may read them. */
export interface FileShelf {
  /** Bytes that are here now; a piece from another place is passed over. What was begun is gone on with by any session of the same sender, after a restart, too. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable. */
  put(piece: FilePiece, sender: FileSender): Promise<number>;
  /** Null for one that is not there, or that is none of `types`. */
  read<Type extends FileType>(fileId: string, piece: { readonly offset: number; readonly length: number; readonly types: readonly Type[] }): Promise<{ readonly bytes: Buffer; readonly mimeType: Type; readonly totalBytes: number } | null>;
}
