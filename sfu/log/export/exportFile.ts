import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { auditFilter, type ExportFormat } from '#protocol/nouns/audit.ts';
import { actor, logPosition, type Entry } from '#protocol/nouns/log.ts';
import { canonicalJson } from '../entryHash.ts';
import type { LogKey } from '../signedHeads.ts';
import { csvFile, csvRow } from './csv.ts';

const exportHeader = z.object({
  hallId: z.string(),
  hallName: z.string(),
  /** Hall time, ms since the epoch. */
  exportedAt: z.int(),
  exportedBy: actor,
  purpose: z.string(),
  filter: auditFilter,
  /** Head of the log at the export. */
  position: logPosition,
});
/** Who took what out of which log, when and what for. */
export type ExportHeader = z.infer<typeof exportHeader>;

export const FORMAT = { format: 'command-hall-audit', version: 1 } as const;

/** All of an export but entries and signature. `publicKey` is SPKI, base64. */
export const exportFrame = exportHeader.extend({ format: z.literal(FORMAT.format), version: z.literal(FORMAT.version), publicKey: z.base64() });
export type ExportFrame = z.infer<typeof exportFrame>;

export type ExportWriter = {
  /** In any order; the file has them from the oldest on. */
  add(entry: Entry): void;
  /** The file's bytes. */
  finish(): Buffer;
};

/**
 * Collects entries (up to 200,000, about half a kilobyte each) and signs them. The signature is Ed25519 by the log's key, base64url, over the canonical JSON
 * of everything but itself; it is the same for both formats.
 */
export function createExport({ format, header, key }: { format: ExportFormat; header: ExportHeader; key: LogKey }): ExportWriter {
  // Bytes alone: two hundred thousand entries as objects would take several times the room.
  const pieces: { readonly sequence: number; readonly signed: Buffer; readonly row: Buffer | null }[] = [];
  return {
    add(entry) {
      const text = canonicalJson(entry);
      pieces.push({ sequence: entry.sequence, signed: Buffer.from(text), row: format === 'csv' ? csvRow(entry, text) : null });
    },
    finish() {
      pieces.sort((one, other) => one.sequence - other.sequence);
      const frame: ExportFrame = { ...FORMAT, ...header, publicKey: key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
      const signed = signedBytes(frame, pieces.map((piece) => piece.signed));
      const signature = sign(null, signed, key.privateKey).toString('base64url');
      return format === 'json'
        ? Buffer.concat([signed.subarray(0, -1), Buffer.from(`,"signature":"${signature}"}\n`)])
        : csvFile({ frame: canonicalJson(frame), signature, rows: pieces.flatMap(({ row }) => row ?? []) });
    },
  };
}

export function isExportSigned(frame: ExportFrame, entries: readonly unknown[], signature: string): boolean {
  const bytes = signedBytes(frame, entries.map((entry) => Buffer.from(canonicalJson(entry))));
  return verify(null, bytes, publicKeyOf(frame), Buffer.from(signature, 'base64url'));
}

/** Errors: what Node throws for something that is no key. */
export function publicKeyOf({ publicKey }: Pick<ExportFrame, 'publicKey'>): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
}

/** SHA-256 of the key's SPKI form, hex: what people compare. */
export function keyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
}

/** Canonical JSON of frame and entries, put together from its pieces: `entries` sorts before every other name. */
function signedBytes(frame: ExportFrame, entries: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    parts.push(parts.length === 0 ? Buffer.from('{"entries":[') : Buffer.from(','), entry);
  }
  const opening = parts.length === 0 ? [Buffer.from('{"entries":[')] : [];
  return Buffer.concat([...opening, ...parts, Buffer.from(`],${canonicalJson(frame).slice(1)}`)]);
}
