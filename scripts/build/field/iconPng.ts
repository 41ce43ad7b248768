import { crc32, deflateSync } from 'node:zlib';

const GROUND = [11, 15, 20] as const;
const BLUE = [77, 159, 255] as const;
const GREEN = [53, 194, 117] as const;

/** The field page's icon, a camera on the ground of the hall, as PNG; full-bleed, so that a system may cut it as it likes. */
export function iconPng(sizePx: number): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < sizePx; y += 1) {
    rows.push(0);
    for (let x = 0; x < sizePx; x += 1) {
      rows.push(...colourAt((64 * (x + 0.5)) / sizePx, (64 * (y + 0.5)) / sizePx));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(sizePx, 0);
  head.writeUInt32BE(sizePx, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** In a field of 64 by 64; all of it within the middle 80 % that systems never cut. */
function colourAt(x: number, y: number): readonly number[] {
  if (Math.hypot(x - 20, y - 28) < 3) return GREEN;
  const body = x >= 13 && x <= 40 && y >= 21 && y <= 43;
  const lens = x >= 42 && x <= 52 && Math.abs(y - 32) <= 4 + ((x - 42) / 10) * 7;
  return body || lens ? BLUE : GROUND;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
