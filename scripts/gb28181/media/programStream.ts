/** Stream ids and types of ISO 13818-1, as GB/T 28181 uses them. */
const VIDEO_ID = 0xe0;
const AUDIO_ID = 0xc0;
const STREAM_TYPES = { h264: 0x1b, h265: 0x24, mpeg4: 0x10 } as const;
const PCMA_TYPE = 0x90;
const MUX_RATE = 6_106;
const LONGEST_PES = 60_000;
const MARKERS = 0x01;

export type VideoCodec = keyof typeof STREAM_TYPES;
export const VIDEO_CODECS = Object.keys(STREAM_TYPES) as VideoCodec[];

type Moment = { /** 90 kHz. */ readonly ticks: number };

/** One picture, and the sound since the last one, as a recorder packs them: a pack header, before a key frame what the stream holds, then PES. */
export function programPack({ ticks, codec, picture, isKeyFrame, sound }: Moment & { readonly codec: VideoCodec; /** With its start codes. */ readonly picture: Buffer; readonly isKeyFrame: boolean; readonly sound: Buffer }): Buffer {
  return Buffer.concat([
    packHeader({ ticks }),
    ...(isKeyFrame ? [SYSTEM_HEADER, streamMap(codec)] : []),
    ...pes({ ticks, streamId: VIDEO_ID, payload: picture }),
    ...(sound.length === 0 ? [] : pes({ ticks, streamId: AUDIO_ID, payload: sound })),
  ]);
}

function packHeader({ ticks }: Moment): Buffer {
  const high = Math.floor(ticks / 2 ** 30) & 0x07;
  const middle = Math.floor(ticks / 2 ** 15) & 0x7fff;
  const low = ticks % 2 ** 15;
  return Buffer.from([
    0, 0, 1, 0xba,
    0x44 | (high << 3) | (middle >> 13), (middle >> 5) & 0xff, 0x04 | ((middle & 0x1f) << 3) | (low >> 13), (low >> 5) & 0xff, 0x04 | ((low & 0x1f) << 3), MARKERS,
    (MUX_RATE >> 14) & 0xff, (MUX_RATE >> 6) & 0xff, ((MUX_RATE << 2) & 0xfc) | 0x03, 0xf8,
  ]);
}

const SYSTEM_HEADER = Buffer.from([0, 0, 1, 0xbb, 0, 12, 0x80, 0x1e, 0xff, 0x04, 0xe1, 0x7f, VIDEO_ID, 0xe0, 0x80, AUDIO_ID, 0xc0, 0x08]);

function streamMap(codec: VideoCodec): Buffer {
  const map = Buffer.from([0, 0, 1, 0xbc, 0, 18, 0xe1, 0xff, 0, 0, 0, 8, STREAM_TYPES[codec], VIDEO_ID, 0, 0, PCMA_TYPE, AUDIO_ID, 0, 0]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32Mpeg(map));
  return Buffer.concat([map, crc]);
}

/** The time stands in the first alone. */
function pes({ ticks, streamId, payload }: Moment & { readonly streamId: number; readonly payload: Buffer }): Buffer[] {
  return Array.from({ length: Math.ceil(payload.length / LONGEST_PES) }, (_, index) => {
    const time = index === 0 ? timeStamp({ ticks }) : Buffer.alloc(0);
    const part = payload.subarray(index * LONGEST_PES, (index + 1) * LONGEST_PES);
    const head = Buffer.from([0, 0, 1, streamId, 0, 0, 0x80, index === 0 ? 0x80 : 0, time.length]);
    head.writeUInt16BE(3 + time.length + part.length, 4);
    return Buffer.concat([head, time, part]);
  });
}

function timeStamp({ ticks }: Moment): Buffer {
  const high = Math.floor(ticks / 2 ** 30) & 0x07;
  const middle = Math.floor(ticks / 2 ** 15) & 0x7fff;
  const low = ticks % 2 ** 15;
  return Buffer.from([0x21 | (high << 1), middle >> 7, ((middle << 1) & 0xff) | 1, low >> 7, ((low << 1) & 0xff) | 1]);
}

function crc32Mpeg(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000_0000) === 0 ? crc << 1 : (crc << 1) ^ 0x04c1_1db7;
  }
  return crc >>> 0;
}
