import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { createTray, type FileIntake, type Tray } from '../../upload/index.ts';

type PictureType = (typeof PICTURE_TYPES)[number];

/** How an operation takes pictures. */
export function pictureIntake({ link, operationId }: { readonly link: HallLink; readonly operationId: OperationId }): FileIntake<PictureType> {
  return {
    types: PICTURE_TYPES,
    maxBytes: PICTURE_MAX_BYTES,
    pieceBytes: PICTURE_CHUNK_BYTES,
    put: ({ fileId, ...piece }) => link.request('picture.put', { operationId, pictureId: fileId, ...piece }),
  };
}

/** Pictures for something of an operation that is being written. */
export function pictureTray({ link, operationId, most }: { readonly link: HallLink; readonly operationId: OperationId; readonly most: number }): Tray {
  return createTray({ link, intake: pictureIntake({ link, operationId }), most });
}
