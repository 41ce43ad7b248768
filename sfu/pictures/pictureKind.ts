import type { PICTURE_TYPES } from '#protocol/operations/journal.ts';

export type PictureType = (typeof PICTURE_TYPES)[number];

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** Bytes that have to be there to tell. */
export const KIND_BYTES = 12;

/** What the first bytes say that it is; null for anything else. */
export function pictureKind(head: Uint8Array): PictureType | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.subarray(0, JPEG.length).equals(JPEG)) {
    return 'image/jpeg';
  }
  if (bytes.subarray(0, PNG.length).equals(PNG)) {
    return 'image/png';
  }
  return bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : null;
}
