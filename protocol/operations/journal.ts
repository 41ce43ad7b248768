import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, feedId, operationId, reportId } from '../nouns/ids.ts';
import { wireEntry } from '../nouns/log.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const note = {
  text: z.string().trim().max(2_000),
  /** SHA-256 of pictures that were put before. */
  pictureIds: z.array(sha256).max(9),
  /** A moment of a feed: what was seen there then. */
  mark: z.object({ feedId, at: z.int() }).nullable(),
};

export const journalEvents = {
  /** Subject `journal/<operation>`. */
  'journal.noted': event({ data: z.object({ ...note, /** The report from the field that it repeats. */ reportId: reportId.optional() }) }),
};

const aboutOperation = (input: { operationId: string }) => [{ operation: input.operationId }];

export const journalRequests = {
  /** Errors: notFound, emptyNote, notFound (a picture that is not there). */
  'journal.note': request({
    needs: 'operations.work',
    about: (input) => [{ operation: input.operationId }, ...(input.mark === null ? [] : [{ feed: input.mark.feedId }])],
    input: z.strictObject({ commandId, operationId, ...note, mark: z.strictObject({ feedId, at: z.int() }).nullable() }),
    output: z.object({}),
  }),
  /** The operation's own entries, those of its steps and alarms, and its notes; newest first. Errors: logUnavailable. */
  'journal.read': request({
    needs: 'hall.follow',
    about: aboutOperation,
    input: z.strictObject({ operationId, before: z.int().min(1).optional(), limit: z.int().min(1).max(200) }),
    output: z.object({ entries: z.array(wireEntry), more: z.boolean() }),
  }),
};

export const PICTURE_CHUNK_BYTES = 128 * 1024;
export const PICTURE_MAX_BYTES = 12 * 1024 * 1024;
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

export const pictureRequests = {
  /** One piece of a picture, in order; with the last its bytes must have the hash that names it. A picture that is there is not sent again. Errors: badPicture, tooLarge. */
  'picture.put': request({
    needs: 'operations.work',
    about: aboutOperation,
    input: z.strictObject({ operationId, pictureId: sha256, mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int().min(1).max(PICTURE_MAX_BYTES), offset: z.int().min(0), base64: z.base64().max(4 * Math.ceil(PICTURE_CHUNK_BYTES / 3)) }),
    /** Bytes the hall has of it. */
    output: z.object({ receivedBytes: z.int() }),
  }),
  /** Errors: notFound. */
  'picture.read': request({
    needs: 'hall.follow',
    about: aboutOperation,
    input: z.strictObject({ operationId, pictureId: sha256, offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int() }),
  }),
};
