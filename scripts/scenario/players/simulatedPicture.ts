import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const SIDE = 96;

/** A small PNG with stripes that nobody takes for a photograph, another one for each `seed`. */
export function simulatedPicture(seed: string): { readonly pictureId: string; readonly bytes: Buffer } {
  const hue = createHash('sha256').update(seed).digest();
  const rows = Array.from({ length: SIDE }, (_row, y) => {
    const row = Buffer.alloc(1 + SIDE * 3);
    for (let x = 0; x < SIDE; x += 1) {
      const isStripe = ((x + y) >> 3) % 2 === 0;
      row.set(isStripe ? [hue[0]! | 0x40, hue[1]! | 0x40, hue[2]! | 0x40] : [0x20, 0x24, 0x28], 1 + x * 3);
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // 8 bits, red green blue.
  header.set([8, 2, 0, 0, 0], 8);
  const bytes = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
  return { pictureId: createHash('sha256').update(bytes).digest('hex'), bytes };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
