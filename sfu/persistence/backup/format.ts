import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { TOKEN_ROLES } from '#protocol/capabilities.ts';
import { callId, commandId, courtCode, deviceId, partnerId, partyId, sourceId, taskDraftId, taskId, tokenId, unitId, userId } from '#protocol/nouns/ids.ts';
import { logPosition } from '#protocol/nouns/log.ts';

/**
 * A backup is gzip over JSON, a line each: the header, then `{"<section>": row}` for every row, section after section, then the
 * trailer. Both databases write and read the same. Ids, hashes and secrets are as they lie in the tables.
 */
export const FORMAT = { format: 'command-hall-log', version: 1 } as const;

/** The backup is not what a hall wrote, or does not fit; `message` says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

const at = z.int();
const text = z.string();

/** Rows of each section; signed heads come first, because the entries are compared with them. Entries are checked by their chain. */
export const SECTIONS = {
  heads: z.strictObject({ day: z.iso.date(), sequence: z.int().min(1), hash: text, signedAt: at, signature: text }),
  entries: z.looseObject({ sequence: z.int().min(1) }),
  answers: z.strictObject({ commandId, name: text, inputHash: text, answer: text, at }),
  tokens: z.strictObject({
    tokenId, role: z.enum(TOKEN_ROLES.filter((role) => role !== 'operator')), unitId: unitId.nullable(), deviceId: deviceId.nullable(), userId: userId.nullable(), courtCode,
    clientName: text, remoteAddress: text, issuedAt: at, expiresAt: at, revokedAt: at.nullable(),
  }),
  credentials: z.strictObject({
    userId, passwordHash: text.nullable(), mustChange: z.literal([0, 1]), failures: z.int().min(0), lockedUntilAt: at.nullable(), oidcSubject: text.nullable(),
  }),
  codes: z.strictObject({ codeHash: text, unitId: unitId.nullable(), deviceId: deviceId.nullable(), expiresAt: at }),
  contacts: z.strictObject({ userId, phone: text }),
  sightings: z.strictObject({ unitId, lastSeenAt: at }),
  parties: z.strictObject({ partyId, name: text, idNumber: text, phone: text, address: text }),
  callers: z.strictObject({ callId, name: text, phone: text }),
  /** Sealed: of use to a hall that has the key in its storage folder alone. */
  sourceSecrets: z.strictObject({ sourceId, sealed: text }),
  taskForms: z.strictObject({ taskId, sealed: text }),
  taskDrafts: z.strictObject({ taskDraftId, userId, sealed: text, revision: z.int().min(1), savedAt: at }),
  signingKeys: z.strictObject({ keyId: text, userId, publicKey: text, enrolledAt: at, revokedAt: at.nullable(), sealed: text, failures: z.int().min(0), lockedUntilAt: at.nullable() }),
  partnerKeys: z.strictObject({ partnerId, sealed: text }),
  /** A task has one partner at most. */
  receivedDeliveries: z.strictObject({ partnerId, taskId, number: z.int().min(1) }),
} as const;

export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

export const backupHeader = z.strictObject({
  format: z.literal(FORMAT.format),
  version: z.literal(FORMAT.version),
  hallId: z.string().min(1),
  /** When it was made, ms since the epoch. */
  at,
  /** Head of the log. */
  position: logPosition,
  /** A backup of an older hall lacks the sections that came since. */
  counts: z.partialRecord(z.enum(SECTION_NAMES), z.int().min(0)),
  /** The log's key, SPKI, base64. */
  publicKey: z.base64(),
});
export type BackupHeader = z.infer<typeof backupHeader>;

/** `sha256` is over all bytes before the trailer; `signature` is Ed25519 over `signedBytes`, base64url. */
export const backupTrailer = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), signature: z.base64url() });

export function signedBytes(sha256: string): Buffer {
  return Buffer.from(JSON.stringify({ ...FORMAT, sha256 }));
}

/** Errors: BackupError. */
export function publicKeyOf(header: BackupHeader): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(header.publicKey, 'base64'), type: 'spki', format: 'der' });
  } catch (cause) {
    throw new BackupError('备份文件中的密钥无法识别，请换用另一份备份。', { cause });
  }
}

/** SHA-256 of the key's SPKI form, hex: what people compare. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
}
