import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, operationId, reportId, unitId } from '../nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '../operations/journal.ts';
import { position } from '../telemetry/place.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const REPORT_KINDS = ['note', 'photo'] as const;
/** How it stands in the chain of its device: after all former ones; some are missing before it; it is one that was missing; another one stands in its place, or it follows none that is known. */
export const REPORT_CHAINS = ['whole', 'gap', 'late', 'fork'] as const;
/** So many that are missing a chain remembers, the latest. */
export const MOST_MISSING = 100;

/** What the device says. Everything here is under the report's hash (`canonicalReport` in domain/reports). */
const said = {
  /** The chain of a device since its enrolment; made there. */
  chainId: z.uuid(),
  /** 1, 2, 3 … in the chain. */
  deviceSequence: z.int().min(1),
  /** SHA-256 of the canonical form of the one before, hex; null for the first. */
  previousHash: sha256.nullable(),
  kind: z.enum(REPORT_KINDS),
  text: z.string().trim().max(2_000),
  /** SHA-256 of the bytes as they were taken; null for a note. */
  picture: z.object({ pictureId: sha256, mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int().min(1).max(PICTURE_MAX_BYTES) }).nullable(),
  /** Hall time as the device knew it. */
  takenAt: z.int(),
  /** The device's clock less the hall's, ms; null: it had never heard the hall's clock, and `takenAt` is its own. */
  clockOffsetMs: z.int().nullable(),
  /** Where, with the radius of the 68 % circle in metres and when it was measured; null: not known. */
  position: position.extend({ accuracyM: z.number(), at: z.int() }).nullable(),
  /** The operation that the device was in then, as far as it knew; where the hall files it is `filedUnder`. */
  operationId: operationId.nullable(),
};

/** What the hall adds. */
const known = {
  unitId,
  /** SHA-256 of the canonical form, as the hall computed it. */
  hash: sha256,
  chain: z.enum(REPORT_CHAINS),
  /** How many are missing before it; 0 unless `chain` is `gap`. */
  missing: z.int().min(0),
  /** The operation whose journal has it; null: none. */
  filedUnder: operationId.nullable(),
};

/** 现场记录: a note or a photo from the field, kept as evidence. `receivedAt`: when the hall recorded it. */
export const report = z.object({ reportId, courtCode, ...said, ...known, receivedAt: z.int(), byName: z.string(), /** Place in the log. */ sequence: z.int() });
export type Report = z.infer<typeof report>;

/** The last report of a device's chain, and which ones before it never came. */
export const reportHead = z.object({ courtCode, unitId, chainId: z.uuid(), deviceSequence: z.int(), hash: sha256, missing: z.array(z.int()).default([]) });
export type ReportHead = z.infer<typeof reportHead>;

export const reportEvents = {
  /** Subject `report/<id>`. */
  'report.submitted': event({ data: z.object({ ...said, ...known }) }),
};

const strictPicture = z.strictObject(said.picture.unwrap().shape).nullable();
const strictPosition = z.strictObject(said.position.unwrap().shape).nullable();

export const reportRequests = {
  /** One piece of a photo, in order; a piece from another place is passed over, and the answer says where to go on: after a break or a restart of the hall, too. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable. */
  'report.putPicture': request({
    needs: 'reports.submit',
    input: z.strictObject({ pictureId: sha256, mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int().min(1).max(PICTURE_MAX_BYTES), offset: z.int().min(0), base64: z.base64().max(4 * Math.ceil(PICTURE_CHUNK_BYTES / 3)) }),
    /** Bytes the hall has of it. */
    output: z.object({ receivedBytes: z.int() }),
  }),
  /** Evidence is never thrown away: one out of its order is kept and marked. Errors: emptyNote (neither words nor picture), notFound (the picture is not there whole). */
  'report.submit': request({
    needs: 'reports.submit',
    input: z.strictObject({ commandId, ...said, picture: strictPicture, position: strictPosition }),
    output: z.object({ reportId, hash: sha256, chain: z.enum(REPORT_CHAINS), filedUnder: operationId.nullable(), receivedAt: z.int() }),
  }),
  /** Newest first; of one operation, of one unit, or of all that the caller's court sees. Errors: logUnavailable. */
  'report.list': request({
    needs: 'media.view',
    about: (input) => [...(input.operationId === null ? [] : [{ operation: input.operationId }]), ...(input.unitId === null ? [] : [{ unit: input.unitId }])],
    input: z.strictObject({ operationId: operationId.nullable(), unitId: unitId.nullable(), before: z.int().min(1).optional(), limit: z.int().min(1).max(100) }),
    output: z.object({ reports: z.array(report), more: z.boolean() }),
  }),
  /** A piece of `PICTURE_CHUNK_BYTES` but for the last. Errors: notFound, logUnavailable. */
  'report.readPicture': request({
    needs: 'media.view',
    input: z.strictObject({ reportId, offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), mimeType: z.enum(PICTURE_TYPES), totalBytes: z.int() }),
  }),
};
