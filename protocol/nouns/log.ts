import { z } from 'zod';
import { commandId, courtCode, deviceId, partnerId, tokenId, unitId, userId } from './ids.ts';

const name = z.string();

/** Who caused an entry. The name is kept as it was at that time. */
export const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), userId, name, courtCode }),
  z.object({ kind: z.literal('unit'), unitId, name, courtCode }),
  z.object({ kind: z.literal('device'), deviceId, name, courtCode }),
  /** Another province's centre (协作方), by its own programs. */
  z.object({ kind: z.literal('partner'), partnerId, name }),
  /** A person at the command line of the hall's machine, under the system's account name. */
  z.object({ kind: z.literal('operator'), name }),
  /** The hall itself, by a rule or a clock. */
  z.object({ kind: z.literal('hall') }),
]);
export type Actor = z.infer<typeof actor>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What consoles receive of an entry. `name` and `data` are read with `protocol/events.ts`; unknown names are passed over. */
export const wireEntry = z.object({
  /** 1 for the first entry, without gaps. */
  sequence: z.int().min(1),
  /** Hall time, ms since the epoch; never before that of the entry before. */
  at: z.int(),
  name: z.string(),
  /** The object it happened to, as `noun/id`. */
  subject: z.string(),
  /** Version of the object from here on; 0 where the subject has none. */
  version: z.int().min(0),
  /** The court it belongs to: people of this court and of those above see it. */
  courtCode,
  actor,
  data: z.unknown(),
});
export type WireEntry = z.infer<typeof wireEntry>;

/** One entry of the log, whole. `hash` is SHA-256 over `previousHash` and the canonical content (`sfu/log/entryHash.ts`). */
export const entry = wireEntry.extend({
  commandId: commandId.nullable(),
  /** The session it came through. */
  via: tokenId.nullable(),
  previousHash: sha256,
  hash: sha256,
});
export type Entry = z.infer<typeof entry>;

/** A place in the log: the entry up to which someone has read. */
export const logPosition = z.object({ sequence: z.int().min(0), hash: sha256 });
export type LogPosition = z.infer<typeof logPosition>;

/** Previous hash of the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** Whether anything can be decided now; without it pictures, sound and positions go on. */
export const logStatus = z.object({
  writable: z.boolean(),
  /** Why not: the disk is full, it is read-only, the database is away, or something else. */
  reason: z.enum(['diskFull', 'readOnly', 'databaseAway', 'failed']).nullable(),
  sinceAt: z.int(),
});
export type LogStatus = z.infer<typeof logStatus>;
