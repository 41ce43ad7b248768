import type { AnewSound, AnewVideo, MediaPiece } from '../../ports/rewriter.ts';

/** Element ids of Matroska (RFC 9559), each with its length marker. */
const ID = {
  ebml: 0x1a45dfa3, docType: 0x4282, segment: 0x18538067, info: 0x1549a966, timestampScale: 0x2ad7b1, tracks: 0x1654ae6b, trackEntry: 0xae, trackNumber: 0xd7, trackUid: 0x73c5,
  trackType: 0x83, codecId: 0x86, codecPrivate: 0x63a2, video: 0xe0, pixelWidth: 0xb0, pixelHeight: 0xba, audio: 0xe1, samplingFrequency: 0xb5, channels: 0x9f,
  cluster: 0x1f43b675, timestamp: 0xe7, simpleBlock: 0xa3,
} as const;
const UNKNOWN_SIZE = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
const MILLISECOND_NS = 1_000_000;
const KEY = 0x80;

const PICTURES: Readonly<Record<AnewVideo, string>> = { H264: 'V_MPEG4/ISO/AVC', H265: 'V_MPEGH/ISO/HEVC', 'MPEG-4': 'V_MPEG4/ISO/ASP' };
/** As WAVE files name them, with what they are unless their own headers say otherwise. */
const SOUNDS: Readonly<Record<AnewSound, { readonly tag: number; readonly rate: number; readonly block: number }>> = {
  PCMA: { tag: 0x06, rate: 8_000, block: 1 },
  PCMU: { tag: 0x07, rate: 8_000, block: 1 },
  AAC: { tag: 0x1600, rate: 16_000, block: 1 },
  'G.723.1': { tag: 0x42, rate: 8_000, block: 24 },
  'G.729': { tag: 0x83, rate: 8_000, block: 10 },
};

/** What stands at the beginning of a stream of these; no length is said, as of all that is live. */
export function matroskaHead(video: AnewVideo, audio: AnewSound | null): Buffer {
  const picture = element(ID.trackEntry, number(ID.trackNumber, 1), number(ID.trackUid, 1), number(ID.trackType, 1), text(ID.codecId, PICTURES[video]), element(ID.video, number(ID.pixelWidth, 16), number(ID.pixelHeight, 16)));
  return Buffer.concat([
    element(ID.ebml, text(ID.docType, 'matroska')),
    idOf(ID.segment), UNKNOWN_SIZE,
    element(ID.info, number(ID.timestampScale, MILLISECOND_NS)),
    element(ID.tracks, picture, ...(audio === null ? [] : [soundTrack(audio)])),
  ]);
}

/** A cluster for each piece, so that it can be read as soon as it is there. */
export function matroskaPiece({ kind, bytes, atMs, key }: MediaPiece): Buffer {
  const head = Buffer.from([0x80 | (kind === 'video' ? 1 : 2), 0, 0, kind === 'audio' || key ? KEY : 0]);
  return element(ID.cluster, number(ID.timestamp, Math.max(0, Math.round(atMs))), element(ID.simpleBlock, head, bytes));
}

function soundTrack(audio: AnewSound): Buffer {
  const { tag, rate, block } = SOUNDS[audio];
  const format = Buffer.alloc(18);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate, 8);
  format.writeUInt16LE(block, 12);
  format.writeUInt16LE(8, 14);
  const frequency = Buffer.alloc(4);
  frequency.writeFloatBE(rate);
  return element(ID.trackEntry, number(ID.trackNumber, 2), number(ID.trackUid, 2), number(ID.trackType, 2), text(ID.codecId, 'A_MS/ACM'), element(ID.codecPrivate, format), element(ID.audio, element(ID.samplingFrequency, frequency), number(ID.channels, 1)));
}

function element(id: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(length));
  return Buffer.concat([idOf(id), size, ...parts]);
}

function number(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value));
}

function idOf(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}
