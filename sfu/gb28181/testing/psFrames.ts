import type { RtpWriter } from '../media/rtp/writeRtp.ts';

export const STREAM_TYPES = { 'MPEG-4': 0x10, H264: 0x1b, H265: 0x24, SVAC: 0x80, AAC: 0x0f, PCMA: 0x90, 'G.722.1': 0x92, 'G.723.1': 0x93 } as const;
export type StreamName = keyof typeof STREAM_TYPES;

/** Of 90 kHz. `dts`: only where it is another. */
type Times = { readonly pts: number; readonly dts?: number };

function stamp(mark: number, value: number): Buffer {
  const bytes = Buffer.from([(mark << 4) | (Math.floor(value / 2 ** 30) << 1) | 1, 0, 0, 0, 0]);
  bytes.writeUInt16BE((Math.floor(value / 2 ** 15) % 2 ** 15) * 2 + 1, 1);
  bytes.writeUInt16BE((value % 2 ** 15) * 2 + 1, 3);
  return bytes;
}

function pes(id: number, payload: Buffer, { pts, dts }: Times): Buffer {
  const times = dts === undefined ? stamp(2, pts) : Buffer.concat([stamp(3, pts), stamp(1, dts)]);
  const head = Buffer.from([0, 0, 1, id, 0, 0, 0x80, dts === undefined ? 0x80 : 0xc0, times.length]);
  head.writeUInt16BE(Math.min(3 + times.length + payload.length, 0xffff), 4);
  return Buffer.concat([head, times, payload]);
}

/** As a recorder packs a frame: pack header, map, picture in pieces that a length can tell, sound. */
export function programStream({ picture, sound = Buffer.alloc(0), video = 'H264', audio = 'PCMA', times = { pts: 0 }, soundPts = times.pts }: {
  readonly picture: Buffer;
  readonly sound?: Buffer;
  readonly video?: StreamName;
  /** Null: the map names none. */
  readonly audio?: StreamName | null;
  readonly times?: Times;
  readonly soundPts?: number;
}): Buffer {
  const pack = Buffer.from([0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1, 0, 3, 0xff, 0xf8]);
  const streams = [STREAM_TYPES[video], 0xe0, 0, 0, ...(audio === null ? [] : [STREAM_TYPES[audio], 0xc0, 0, 0])];
  const map = Buffer.from([0, 0, 1, 0xbc, 0, 10 + streams.length, 0xe0, 0xff, 0, 0, 0, streams.length, ...streams, 0, 0, 0, 0]);
  const pieces: Buffer[] = [];
  for (let at = 0; at < picture.length; at += 60_000) pieces.push(pes(0xe0, picture.subarray(at, at + 60_000), times));
  return Buffer.concat([pack, map, ...pieces, ...(sound.length === 0 ? [] : [pes(0xc0, sound, { pts: soundPts })])]);
}

/** One RTP time stamp for each frame, 25 a second. */
export function rtpOf(frames: readonly Buffer[], writer: RtpWriter, from = 0): Buffer[] {
  return frames.flatMap((frame, index) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < frame.length; at += 1_300) pieces.push(frame.subarray(at, at + 1_300));
    return pieces.map((piece, part) => writer.packet(piece, { timestamp: (from + index) * 3_600, marker: part === pieces.length - 1 }));
  });
}
