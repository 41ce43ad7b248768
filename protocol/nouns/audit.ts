import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { courtCode, userId } from './ids.ts';
import { entry, logPosition } from './log.ts';

/** Which entries; all conditions together. */
export const auditFilter = z.strictObject({
  /** Beginning of entry names: `unit.` or `unit.revoked`; any of them. */
  names: z.array(z.string().max(64)).max(64).optional(),
  /** One object's history. */
  subject: z.string().max(128).optional(),
  actorId: z.uuid().optional(),
  /** Entries of this court and of those below it. */
  courtCode: courtCode.optional(),
  /** Hall time, ms since the epoch; `until` is not included. */
  from: z.int().optional(),
  until: z.int().optional(),
  /** Found in the entry's data, its actor's name or its subject. */
  text: z.string().trim().max(64).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const EXPORT_FORMATS = ['json', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const auditEvents = {
  'audit.exported': event({ data: z.object({ format: z.enum(EXPORT_FORMATS), filter: z.object(auditFilter.shape), purpose: z.string(), entries: z.int(), sha256: z.string() }) }),
  /** The log was restored from a backup; what the backup did not hold is gone. */
  'log.restored': event({ data: z.object({ backupAt: z.int(), upToSequence: z.int(), broken: z.boolean() }) }),
};

export const auditRequests = {
  /** Newest first. Entries of courts the caller may not see are left out. */
  'audit.query': request({
    needs: 'audit.read',
    input: z.strictObject({ filter: auditFilter, before: z.int().min(1).optional(), limit: z.int().min(1).max(200) }),
    output: z.object({ entries: z.array(entry), more: z.boolean(), head: logPosition }),
  }),
  /** Names of people who can be filtered by, as the log knew them last. */
  'audit.actors': request({
    needs: 'audit.read',
    input: z.strictObject({}),
    output: z.object({ actors: z.array(z.object({ userId, name: z.string(), courtCode })) }),
  }),
  /** Writes a signed file that `npm run log:verify` accepts on any machine; the export itself is logged. Errors: tooLarge. */
  'audit.export': request({
    needs: 'audit.export',
    input: z.strictObject({ filter: auditFilter, format: z.enum(EXPORT_FORMATS), purpose: z.string().trim().min(4).max(200) }),
    output: z.object({ exportId: z.uuid(), fileName: z.string(), bytes: z.int(), entries: z.int(), sha256: z.string() }),
  }),
  /** One piece of an export of this session, base64; pieces are `AUDIT_CHUNK_BYTES` long but for the last. Errors: notFound. */
  'audit.readExport': request({
    needs: 'audit.export',
    input: z.strictObject({ exportId: z.uuid(), offset: z.int().min(0) }),
    output: z.object({ base64: z.string() }),
  }),
};

export const AUDIT_CHUNK_BYTES = 192 * 1024;
/** Entries in one export. */
export const AUDIT_EXPORT_MAX = 200_000;
