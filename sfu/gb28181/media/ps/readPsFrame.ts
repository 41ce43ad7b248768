/** Elementary streams that the hall can use, by their stream_type (ISO 13818-1 table 2-34, GB/T 28181 annex C). */
export const VIDEO_TYPES: ReadonlyMap<number, string> = new Map([[0x10, 'MPEG-4'], [0x1b, 'H264'], [0x24, 'H265'], [0x80, 'SVAC']]);
export const AUDIO_TYPES: ReadonlyMap<number, string> = new Map([[0x0f, 'AAC'], [0x90, 'PCMA'], [0x91, 'PCMU'], [0x92, 'G.722.1'], [0x93, 'G.723.1'], [0x99, 'G.729']]);

/** What a program stream map has said of the streams, by their stream_id. It holds until the next map. */
export type PsStreams = Map<number, string>;

export type PsFrame = {
  /** The bytes of the picture, Annex B; empty when the frame carries none. */
  readonly video: Buffer;
  readonly audio: Buffer;
  /** When they are to be shown and heard: 90 kHz, one clock for both, which turns over; null: not said. */
  readonly videoPts: number | null;
  readonly audioPts: number | null;
  /** The picture is shown later than it is decoded, and others in between. */
  readonly reordered: boolean;
};

const PACK = 0xba;
const MAP = 0xbc;
const PES_WITHOUT_HEADER: ReadonlySet<number> = new Set([0xbb, 0xbc, 0xbe, 0xbf, 0xf0, 0xf1, 0xf2, 0xf8, 0xff]);
const isVideo = (id: number) => id >= 0xe0 && id <= 0xef;
const isAudio = (id: number) => id >= 0xc0 && id <= 0xdf;

/**
 * Reads one frame of a program stream: what a device sends under one RTP time stamp. `streams` is filled from the map that comes with key
 * frames. Whatever is damaged or unknown is stepped over; nothing is thrown, and the result is never larger than what came in.
 */
export function readPsFrame(bytes: Buffer, streams: PsStreams): PsFrame {
  const video: Buffer[] = [];
  const audio: Buffer[] = [];
  const times: { video: Times | null; audio: Times | null } = { video: null, audio: null };
  let at = nextStart(bytes, 0);
  while (at !== -1) {
    const id = bytes[at + 3]!;
    if (id === PACK) {
      // MPEG-2 packs are 14 bytes and what they are stuffed with.
      at = nextStart(bytes, at + 14 + ((bytes[at + 13] ?? 0) & 0x07));
      continue;
    }
    const length = at + 6 <= bytes.length ? bytes.readUInt16BE(at + 4) : 0;
    const start = at + 6;
    // A length of 0 is allowed for pictures: up to the next packet.
    const following = length === 0 && isVideo(id) ? nextStart(bytes, start) : start + length;
    const end = Math.min(following === -1 ? bytes.length : following, bytes.length);
    if (start < end) {
      if (id === MAP) readMap(bytes.subarray(start, end), streams);
      else if (isVideo(id) || isAudio(id)) {
        const packet = bytes.subarray(start, end);
        const kind = isVideo(id) ? 'video' : 'audio';
        (kind === 'video' ? video : audio).push(payloadOf(packet));
        times[kind] ??= timesOf(packet);
      }
    }
    at = nextStart(bytes, Math.max(end, at + 4));
  }
  const { pts, dts } = times.video ?? { pts: null, dts: null };
  return { video: Buffer.concat(video), audio: Buffer.concat(audio), videoPts: pts, audioPts: times.audio?.pts ?? null, reordered: dts !== null && dts !== pts };
}

/** The codec of the pictures, and of the sound, as the map says; undefined: it says none. */
export function codecsOf(streams: PsStreams): { readonly video: string | undefined; readonly audio: string | undefined } {
  const named = [...streams];
  return { video: named.find(([id]) => isVideo(id))?.[1], audio: named.find(([id]) => isAudio(id))?.[1] };
}

/** The next start code of a packet; those of NAL units, whose ids are lower, are not. */
function nextStart(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('\u0000\u0000\u0001', from, 'latin1'); at !== -1; at = bytes.indexOf('\u0000\u0000\u0001', at + 3, 'latin1')) {
    if (at + 3 < bytes.length && bytes[at + 3]! >= PACK) return at;
  }
  return -1;
}

type Times = { readonly pts: number; readonly dts: number | null };

function timesOf(packet: Buffer): Times | null {
  const flags = (packet[1] ?? 0) >> 6;
  if (packet.length < 3 || (packet[0]! & 0xc0) !== 0x80 || flags < 2 || packet[2]! < (flags === 3 ? 10 : 5) || packet.length < 3 + packet[2]!) return null;
  return { pts: stampAt(packet, 3), dts: flags === 3 ? stampAt(packet, 8) : null };
}

/** 33 bits in five bytes, with marks between them. */
function stampAt(packet: Buffer, at: number): number {
  return ((packet[at]! >> 1) & 0x07) * 2 ** 30 + (packet.readUInt16BE(at + 1) >> 1) * 2 ** 15 + (packet.readUInt16BE(at + 3) >> 1);
}

function payloadOf(packet: Buffer): Buffer {
  // '10', flags, flags, header length.
  if (packet.length < 3 || (packet[0]! & 0xc0) !== 0x80) return packet.subarray(packet.length);
  return packet.subarray(Math.min(3 + packet[2]!, packet.length));
}

function readMap(body: Buffer, streams: PsStreams): void {
  if (body.length < 6) return;
  let at = 4 + body.readUInt16BE(2);
  if (at + 2 > body.length) return;
  const end = Math.min(at + 2 + body.readUInt16BE(at), body.length);
  const told: PsStreams = new Map();
  for (at += 2; at + 4 <= end; at += 4 + body.readUInt16BE(at + 2)) {
    const type = body[at]!;
    const id = body[at + 1]!;
    const name = isVideo(id) ? VIDEO_TYPES.get(type) : AUDIO_TYPES.get(type);
    if ((isVideo(id) || isAudio(id)) && !PES_WITHOUT_HEADER.has(id)) told.set(id, name ?? `0x${type.toString(16)}`);
  }
  if (told.size === 0) return;
  streams.clear();
  for (const [id, name] of told) streams.set(id, name);
}
