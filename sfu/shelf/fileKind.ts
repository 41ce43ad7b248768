import type { FileType } from '../ports/pictures.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PDF = Buffer.from('%PDF-');

/** Bytes that have to be there to tell. */
export const KIND_BYTES = 12;

/** What the first bytes say that it is; null for anything else. */
export function fileKind(head: Uint8Array): FileType | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const begins = (magic: Buffer) => bytes.subarray(0, magic.length).equals(magic);
  if (begins(JPEG)) return 'image/jpeg';
  if (begins(PNG)) return 'image/png';
  if (begins(PDF)) return 'application/pdf';
  return bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : null;
}
