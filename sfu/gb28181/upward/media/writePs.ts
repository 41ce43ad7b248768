import { joinedUnits } from '../../media/ps/annexB.ts';

const SYSTEM_CLOCK = 0xffff_ffff;
/** A PES packet says its own length in 16 bits. */
const MOST_PES_PAYLOAD = 65_000;
const VIDEO_ID = 0xe0;
const H264 = 0x1b;

/** Packs pictures of H.264 into a program stream (ISO 13818-1 as GB/T 28181 annex C has it): a pack for each, before a key frame with the system header and the map of its streams. */
export function psPicture(units: readonly Buffer[], { timestamp, isKeyFrame }: { /** 90 kHz. */ readonly timestamp: number; readonly isKeyFrame: boolean }): Buffer {
  const at = timestamp % (SYSTEM_CLOCK + 1);
  const picture = joinedUnits(units);
  const packets: Buffer[] = [packHeader(at)];
  if (isKeyFrame) packets.push(SYSTEM_HEADER, STREAM_MAP);
  for (let from = 0; from < picture.length; from += MOST_PES_PAYLOAD) {
    packets.push(pes(picture.subarray(from, from + MOST_PES_PAYLOAD), from === 0 ? at : null));
  }
  return Buffer.concat(packets);
}

/** 13818-1 2.5.3.3: the clock in three pieces with marker bits between them, and a multiplex rate. */
function packHeader(at: number): Buffer {
  const clock = BigInt(at);
  const rate = 0x3f_ffffn / 50n;
  let bits = 0b01n;
  bits = (bits << 3n) | ((clock >> 30n) & 0b111n);
  bits = (bits << 1n) | 1n;
  bits = (bits << 15n) | ((clock >> 15n) & 0x7fffn);
  bits = (bits << 1n) | 1n;
  bits = (bits << 15n) | (clock & 0x7fffn);
  bits = (bits << 1n) | 1n;
  bits = bits << 9n;
  bits = (bits << 1n) | 1n;
  bits = (bits << 22n) | rate;
  bits = (bits << 2n) | 0b11n;
  bits = (bits << 8n) | 0xf8n;
  return Buffer.concat([Buffer.of(0, 0, 1, 0xba), Buffer.from(bits.toString(16).padStart(20, '0'), 'hex')]);
}

/** One video stream, bound by a buffer of 1 MiB in units of 1,024 bytes. */
const SYSTEM_HEADER = Buffer.of(0, 0, 1, 0xbb, 0, 9, 0x80, 0x00, 0xa3, 0x04, 0x21, 0xff, VIDEO_ID, 0xe0 | 0x04, 0x00);

const STREAM_MAP = (() => {
  const body = Buffer.of(0xe0, 0xff, 0, 0, 0, 4, H264, VIDEO_ID, 0, 0);
  const head = Buffer.concat([Buffer.of(0, 0, 1, 0xbc, 0, body.length + 4), body]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32Mpeg(head));
  return Buffer.concat([head, check]);
})();

function pes(payload: Buffer, at: number | null): Buffer {
  const stamp = at === null ? Buffer.alloc(0) : presentation(at);
  const head = Buffer.of(0, 0, 1, VIDEO_ID, 0, 0, 0x84, at === null ? 0 : 0x80, stamp.length);
  head.writeUInt16BE(3 + stamp.length + payload.length, 4);
  return Buffer.concat([head, stamp, payload]);
}

function presentation(at: number): Buffer {
  const time = BigInt(at);
  const bits = (0b0010n << 36n) | (((time >> 30n) & 0b111n) << 33n) | (1n << 32n) | (((time >> 15n) & 0x7fffn) << 17n) | (1n << 16n) | ((time & 0x7fffn) << 1n) | 1n;
  return Buffer.from(bits.toString(16).padStart(10, '0'), 'hex');
}

/** 13818-1 annex A. */
function crc32Mpeg(bytes: Buffer): number {
  let value = 0xffff_ffff;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 0x8000_0000) !== 0 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  }
  return value >>> 0;
}
