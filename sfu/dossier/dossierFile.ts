import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { taskId } from '#protocol/nouns/ids.ts';
import { actor, entry, logPosition } from '#protocol/nouns/log.ts';

const FORMAT = { format: 'command-hall-dossier', version: 1 } as const;

const frame = z.strictObject({
  format: z.literal(FORMAT.format),
  version: z.literal(FORMAT.version),
  hallId: z.string(),
  hallName: z.string(),
  /** Hall time, ms since the epoch. */
  exportedAt: z.int(),
  exportedBy: actor,
  purpose: z.string(),
  taskId,
  /** Head of the log then. */
  position: logPosition,
  /** All of the task, oldest first. */
  entries: z.array(entry),
  /** When the keys that it was signed with became whose, and when they ended. */
  keys: z.array(entry),
  /** Of the hall's log, SPKI, base64. */
  publicKey: z.base64(),
});
const dossierFile = frame.extend({ /** Ed25519 by the log's key over the canonical rest, base64url. */ signature: z.base64url() });
/** A task with all that proves what was decided about it. */
export type DossierFile = z.infer<typeof dossierFile>;

export function writeDossier(content: Omit<z.infer<typeof frame>, 'format' | 'version' | 'publicKey'>, key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): string {
  const whole = { ...FORMAT, ...content, publicKey: key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
  const signature = sign(null, signedBytes(whole), key.privateKey).toString('base64url');
  return `${canonicalize({ ...whole, signature }) ?? ''}\n`;
}

/** Null for what is no such file; what it says is not yet believed. */
export function readDossier(text: string): DossierFile | null {
  try {
    const read = dossierFile.parse(JSON.parse(text));
    // Written in one way only: what was added, doubled or spelt otherwise is a change, too.
    return `${canonicalize(read) ?? ''}\n` === text ? read : null;
  } catch {
    return null;
  }
}

/** Whether the hall, by the key in the file, wrote exactly this. */
export function isWrittenByHall({ signature, ...whole }: DossierFile): boolean {
  try {
    return verify(null, signedBytes(whole), createPublicKey({ key: Buffer.from(whole.publicKey, 'base64'), type: 'spki', format: 'der' }), Buffer.from(signature, 'base64url')) && Buffer.from(signature, 'base64url').toString('base64url') === signature;
  } catch {
    return false;
  }
}

/** SHA-256 of the hall's key, hex: what people compare. */
export function hallFingerprint({ publicKey }: Pick<DossierFile, 'publicKey'>): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

function signedBytes(whole: object): Buffer {
  return Buffer.from(canonicalize(whole) ?? '');
}
