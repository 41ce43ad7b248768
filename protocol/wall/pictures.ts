import { z } from 'zod';
import { request } from '../definition/request.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '../operations/journal.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Pictures that a tile shows: put before the layout that names them. */
export const wallPictureRequests = {
  /** One piece of a picture, in order, as `picture.put`. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable. */
  'wallPicture.put': request({
    needs: 'wall.edit',
    input: z.strictObject({ pictureId: sha256, mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int().min(1).max(PICTURE_MAX_BYTES), offset: z.int().min(0), base64: z.base64().max(4 * Math.ceil(PICTURE_CHUNK_BYTES / 3)) }),
    /** Bytes the hall has of it. */
    output: z.object({ receivedBytes: z.int() }),
  }),
  /** By those who see a court whose wall or saved layouts name it, and by the desk that put it. Errors: notFound. */
  'wallPicture.read': request({
    needs: 'hall.follow',
    input: z.strictObject({ pictureId: sha256, offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int() }),
  }),
};
