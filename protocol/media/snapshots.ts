import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, operationId, snapshotId, unitId } from '../nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '../operations/journal.ts';
import { position } from '../telemetry/place.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the sender of a snapshot says of it. */
const taken = {
  feedId,
  /** SHA-256 of the picture's bytes, hex; the hall checked it over what it received. */
  pictureId: sha256,
  mimeType: z.enum(PICTURE_TYPES),
  /** When it was taken at the desk, hall time. */
  takenAt: z.int(),
  /** What the clock in the frame says; null where it carries none. */
  capturedAt: z.int().nullable(),
  widthPx: z.int().min(1).max(16_384),
  heightPx: z.int().min(1).max(16_384),
};

/** What the hall knows besides. */
const known = {
  unitId,
  /** The operation that the unit was in; null: in none. */
  operationId: operationId.nullable(),
  /** The unit's newest place then, with the radius of the 68 % circle in metres and when it was measured; null: not known. */
  position: position.extend({ accuracyM: z.number(), at: z.int() }).nullable(),
};

/** 取证快照: one frame of a feed, kept as evidence. `at`: when the hall recorded it. */
export const snapshot = z.object({ snapshotId, courtCode, ...taken, ...known, at: z.int(), byName: z.string(), /** Place in the log. */ sequence: z.int() });
export type Snapshot = z.infer<typeof snapshot>;

export const snapshotEvents = {
  /** Subject `snapshot/<snapshot>`. */
  'snapshot.taken': event({ data: z.object({ ...taken, ...known }) }),
};

const aboutFeed = (input: { feedId: string }) => [{ feed: input.feedId }];

export const snapshotRequests = {
  /** One piece of the picture, in order, as for picture.put. Errors: badPicture, tooLarge. */
  'snapshot.put': request({
    needs: 'snapshots.take',
    about: aboutFeed,
    input: z.strictObject({ feedId, pictureId: sha256, mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int().min(1).max(PICTURE_MAX_BYTES), offset: z.int().min(0), base64: z.base64().max(4 * Math.ceil(PICTURE_CHUNK_BYTES / 3)) }),
    /** Bytes the hall has of it. */
    output: z.object({ receivedBytes: z.int() }),
  }),
  /** After the picture was put; noted in the operation's journal, too, if the unit is in one. Errors: notFound (the feed, or a picture that is not there), notLive (what is played of a recording), badInput (a moment to come). */
  'snapshot.take': request({ needs: 'snapshots.take', about: aboutFeed, input: z.strictObject({ commandId, ...taken }), output: z.object({ snapshotId, operationId: operationId.nullable() }) }),
  /** Newest first; of one feed, or of all that the caller's court sees. Errors: logUnavailable. */
  'snapshot.list': request({
    needs: 'media.view',
    about: (input) => (input.feedId === null ? [] : [{ feed: input.feedId }]),
    input: z.strictObject({ feedId: feedId.nullable(), before: z.int().min(1).optional(), limit: z.int().min(1).max(100) }),
    output: z.object({ snapshots: z.array(snapshot), more: z.boolean() }),
  }),
  /** A piece of `PICTURE_CHUNK_BYTES` but for the last. Errors: notFound, logUnavailable. */
  'snapshot.read': request({
    needs: 'media.view',
    input: z.strictObject({ snapshotId, offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int() }),
  }),
};
