import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OpusDecoder } from 'opus-decoder';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import { createRewriter } from '../../streams/anew/createRewriter.ts';
import { runProgram } from '../../streams/ffmpeg/program.ts';
import { Transcodes } from '../../streams/ffmpeg/transcodes.ts';
import { programStream, rtpOf, type StreamName } from '../testing/psFrames.ts';
import { createGbLegs } from './createGbLegs.ts';
import type { LegEnd } from './legs.ts';
import { joinedUnits, nalUnits } from './ps/annexB.ts';
import { h264Units } from './rtp/h264Units.ts';
import { RtpFrames } from './rtp/rtpFrames.ts';
import { RtpWriter } from './rtp/writeRtp.ts';

const SSRC = 100_000_001;
const RATE = 25;
const SECONDS = 4;
const closers: (() => unknown)[] = [];
let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'anew-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Grey on the left that gets brighter from picture to picture, red on the right. */
const SCENE = `nullsrc=s=160x240:r=${RATE},geq=lum='20+N*2':cb=128:cr=128[a];color=red:s=160x240:r=${RATE}[b];[a][b]hstack`;
const CODERS = {
  H265: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=25:bframes=0:log-level=none'],
  'H265 with B-frames': ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=25:bframes=2:b-adapt=0:log-level=none'],
  'MPEG-4': ['-c:v', 'mpeg4', '-g', '25', '-b:v', '1M'],
  'H264 with B-frames': ['-c:v', 'libx264', '-bf', '2', '-b_strategy', '0', '-g', '25', '-preset', 'fast'],
  H264: ['-c:v', 'libx264', '-bf', '0', '-g', '25', '-preset', 'ultrafast', '-x264-params', 'slices=1'],
} as const;
type Coder = keyof typeof CODERS;

type Picture = { readonly bytes: Buffer; readonly pts: number; readonly dts: number };
const coded = new Map<Coder, readonly Picture[]>();

/** As ffmpeg writes them, one buffer a picture, in the order of decoding. */
function picturesOf(coder: Coder): readonly Picture[] {
  const known = coded.get(coder);
  if (known !== undefined) return known;
  const file = path.join(folder, `${coded.size}.mp4`);
  const bare = path.join(folder, `${coded.size}.bare`);
  const format = coder.startsWith('H265') ? 'hevc' : coder.startsWith('H264') ? 'h264' : 'm4v';
  const run = (...words: string[]) => execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...words]);
  // Parameter sets again before every key frame, as devices send them.
  run('-f', 'lavfi', '-i', SCENE, '-t', String(SECONDS), '-pix_fmt', 'yuv420p', ...CODERS[coder], file);
  const filter = format === 'm4v' ? 'dump_extra=freq=keyframe' : `${format === 'hevc' ? 'hevc' : 'h264'}_mp4toannexb`;
  run('-i', file, '-c', 'copy', '-bsf:v', filter, '-f', format, bare);
  const told = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_packets', '-print_format', 'json', file], { encoding: 'utf8' })) as { packets: { pts_time: string; dts_time: string }[] };
  const framed = execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', file, '-c', 'copy', '-bsf:v', filter, '-f', 'framecrc', '-'], { encoding: 'utf8' });
  const sizes = framed.split('\n').filter((line) => line.startsWith('0,')).map((line) => Number(line.split(',')[4]));
  const all = readFileSync(bare);
  let at = 0;
  const pictures = sizes.map((size, index) => {
    const { pts_time: pts = '0', dts_time: dts = '0' } = told.packets[index] ?? {};
    return { bytes: all.subarray(at, at += size), pts: Math.round((Number(pts) + 1) * 90_000), dts: Math.round((Number(dts) + 1) * 90_000) };
  });
  coded.set(coder, pictures);
  return pictures;
}

const videoOf = (coder: Coder) => coder.split(' ')[0] as 'H264' | 'H265' | 'MPEG-4';
const framesOf = (coder: Coder, { audio = null, sound = () => Buffer.alloc(0) }: { audio?: StreamName | null; sound?: (index: number) => Buffer } = {}) =>
  picturesOf(coder).map(({ bytes, pts, dts }, index) => programStream({ picture: bytes, video: videoOf(coder), audio, sound: sound(index), soundPts: dts, times: pts === dts ? { pts } : { pts, dts } }));

/** The legs with the hall's own ffmpeg; RTP that it sends is kept as it came. */
async function rig({ most = 4 }: { most?: number } = {}) {
  const packets: Buffer[][] = [[], []];
  const tracks: string[][] = [];
  const intake: RtpIntake = {
    listen: async (wish) => {
      tracks.push(wish.tracks.map(({ mimeType }) => mimeType));
      const sockets = await Promise.all(wish.tracks.map(async ({ ssrc }, track) => {
        const socket = createSocket('udp4').bind(0, '127.0.0.1');
        await once(socket, 'listening');
        let live = false;
        socket.on('message', (packet) => {
          if (packet.readUInt32BE(8) !== ssrc) return;
          packets[track]?.push(packet);
          if (!live) wish.onLive(track, true);
          live = true;
        });
        return socket;
      }));
      return { ports: sockets.map((socket) => socket.address().port), close: () => sockets.splice(0).forEach((socket) => socket.close()) };
    },
    accept: async (wish) => {
      tracks.push(wish.tracks.map(({ mimeType }) => mimeType));
      wish.onLive(0, true);
      return { packet: (track, rtp) => void packets[track]?.push(rtp), rtcp: () => undefined, close: () => undefined };
    },
  };
  const transcodes = new Transcodes({ most, width: 320, rate: 2_000, metrics: new Registry() });
  const legs = createGbLegs({
    config: { listenHost: '127.0.0.1', rtpPortFrom: 26_300, rtpPortTo: 26_398, rtpFrom: 'announced' }, announcedHost: '127.0.0.1', intake,
    rewriter: createRewriter({ intake, transcodes, run: runProgram, log: pino({ level: 'silent' }) }),
  });
  closers.push(() => legs.close());
  const ends: LegEnd[] = [];
  const live: unknown[] = [];
  let keyFramesWanted = 0;
  const leg = await legs.openStream({ feedId: crypto.randomUUID() as FeedId, transport: 'udp', ssrc: SSRC, onLive: (media) => live.push(media), onEnded: (end) => ends.push(end), onKeyFrameWanted: () => void keyFramesWanted++ });
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  leg.answered({ host: '127.0.0.1', port: socket.address().port, ssrc: null, payloads: new Map([[96, 'PS']]) });
  const writer = new RtpWriter({ ssrc: SSRC, payloadType: 96 });
  /** As a device does, three times as fast. */
  const play = async (frames: readonly Buffer[], from = 0) => {
    for (const [index, frame] of frames.entries()) {
      for (const packet of rtpOf([frame], writer, from + index)) socket.send(packet, leg.port, '127.0.0.1');
      await new Promise((resolve) => setTimeout(resolve, 1_000 / RATE / 3));
    }
  };
  return { leg, packets, tracks, ends, live, play, keyFramesWanted: () => keyFramesWanted };
}

/** What a browser would show of the packets, in the order of coming: the mean of the grey half, and the red of the other. */
function shown(packets: readonly Buffer[]) {
  const units: Buffer[] = [];
  const frames = new RtpFrames({ ssrc: () => null, onFrame: ({ parts }) => units.push(...h264Units(parts)) });
  for (const packet of packets) frames.push(packet);
  const { stdout } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'h264', '-i', 'pipe:0', '-vf', 'scale=16:2:flags=area', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'], { input: joinedUnits(units), maxBuffer: 1 << 26 });
  return Array.from({ length: Math.floor(stdout.length / 96) }, (_, index) => ({ grey: stdout[index * 96 + 3]!, red: [...stdout.subarray(index * 96 + 42, index * 96 + 45)] }));
}

/** ffmpeg programs of this process that write pictures anew. */
const programs = () => execFileSync('ps', ['-eo', 'pid,ppid,args', 'ww'], { encoding: 'utf8' }).split('\n').map((line) => line.trim().split(/\s+/)).filter(([, parent, name]) => parent === String(process.pid) && name?.endsWith('ffmpeg') === true).map(([pid]) => Number(pid));

describe('pictures that browsers cannot play', () => {
  it.each(['H265', 'H265 with B-frames', 'MPEG-4', 'H264 with B-frames'] as const)('are written anew, all of them and in their order: %s', async (coder) => {
    const made = await rig();
    await made.play(framesOf(coder));
    await vi.waitFor(() => expect(made.live.at(-1)).toEqual({ videoCodec: videoOf(coder), audioCodec: null, copied: false }), { timeout: 5_000 });
    await vi.waitFor(() => expect(shown(made.packets[0] ?? []).length).toBeGreaterThan(SECONDS * RATE - 12), { timeout: 5_000 });
    const pictures = shown(made.packets[0] ?? []);
    const greys = pictures.map(({ grey }) => grey);
    expect(greys).toEqual(greys.toSorted((one, other) => one - other));
    expect(greys.at(-1)! - greys[0]!).toBeGreaterThan(150);
    expect(pictures.filter(({ red: [red = 0, green = 0, blue = 0] }) => red < 200 || green > 70 || blue > 70)).toEqual([]);
    expect(made.ends).toEqual([]);
  }, 30_000);

  it('come back with a new program when theirs is killed, in the same call', async () => {
    const made = await rig();
    const frames = framesOf('H265');
    await made.play(frames.slice(0, 50));
    await vi.waitFor(() => expect(made.live).toHaveLength(1));
    const [pid] = programs();
    process.kill(pid!, 'SIGKILL');
    const before = made.packets[0]!.length;
    for (let from = 50; made.live.length < 2 && from < 600; from += 25) await made.play(frames.slice(0, 25), from);
    await made.play(frames.slice(25, 75), 600);
    expect(made.live).toHaveLength(2);
    expect(programs()).toHaveLength(1);
    expect(programs()).not.toContain(pid);
    await vi.waitFor(() => expect(shown(made.packets[0]!.slice(before)).length).toBeGreaterThan(40), { timeout: 5_000 });
    expect(made.keyFramesWanted()).toBeGreaterThan(0);
    expect(made.ends).toEqual([]);
    made.leg.close();
    await vi.waitFor(() => expect(programs()).toEqual([]));
  }, 30_000);

  it('are refused, by a name of its own, where the hall writes as many anew as it may', async () => {
    const made = await rig({ most: 0 });
    await made.play(framesOf('H265').slice(0, 3));
    await vi.waitFor(() => expect(made.ends).toEqual([{ fault: 'transcodesFull', detail: 'H265' }]));
    expect([made.tracks, programs()]).toEqual([[], []]);
  }, 30_000);

  it('change over while a device is changed from one to the other', async () => {
    const made = await rig();
    await made.play(framesOf('H264').slice(0, 30));
    expect(made.live.at(-1)).toEqual({ videoCodec: 'H264', audioCodec: null, copied: true });
    // Not at once: one change every 2 s is followed.
    for (let from = 30; made.live.length < 2 && from < 600; from += 25) await made.play(framesOf('H265').slice(0, 25), from);
    expect(made.live.at(-1)).toEqual({ videoCodec: 'H265', audioCodec: null, copied: false });
    for (let from = 600; made.live.length < 3 && from < 1_200; from += 25) await made.play(framesOf('H264').slice(0, 25), from);
    expect(made.live.at(-1)).toEqual({ videoCodec: 'H264', audioCodec: null, copied: true });
    await vi.waitFor(() => expect(programs()).toEqual([]));
  }, 30_000);
});

describe('sound that browsers cannot play', () => {
  it.each([['AAC', ['-c:a', 'aac', '-ar', '16000', '-f', 'adts']], ['G.723.1', ['-c:a', 'g723_1', '-b:a', '6300', '-ar', '8000', '-map', '0:a', '-f', 'data']]] as const)('is heard as Opus beside pictures that go on untouched: %s', async (name, coder) => {
    const made = await rig();
    const heard = execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', `sine=600:d=${SECONDS}`, '-ac', '1', ...coder, 'pipe:1']);
    const pieces = name === 'AAC' ? adtsFrames(heard) : Array.from({ length: heard.length / 24 }, (_, index) => heard.subarray(index * 24, index * 24 + 24));
    const share = pieces.length / (SECONDS * RATE);
    const sound = (index: number) => Buffer.concat(pieces.slice(Math.floor(index * share), Math.floor((index + 1) * share)));
    await made.play(framesOf('H264', { audio: name, sound }));
    await vi.waitFor(() => expect(made.live.at(-1)).toEqual({ videoCodec: 'H264', audioCodec: name, copied: true }), { timeout: 5_000 });
    expect(made.tracks).toEqual([['video/H264', 'audio/opus']]);
    await vi.waitFor(() => expect(made.packets[1]!.length).toBeGreaterThan(100), { timeout: 5_000 });
    expect(await toneOf(made.packets[1]!)).toBeCloseTo(600, -1.3);
    const sent = new Set(picturesOf('H264').flatMap(({ bytes }) => nalUnits(bytes).map((unit) => unit.toString('hex'))));
    const units: string[] = [];
    const frames = new RtpFrames({ ssrc: () => null, onFrame: ({ parts }) => units.push(...h264Units(parts).map((unit) => unit.toString('hex'))) });
    for (const packet of made.packets[0]!) frames.push(packet);
    expect(units.length).toBeGreaterThan(80);
    expect(units.filter((unit) => !sent.has(unit))).toEqual([]);
  }, 30_000);

  it('is left out, and that is said, where nothing here can read it', async () => {
    const made = await rig();
    await made.play(framesOf('H264', { audio: 'G.722.1', sound: () => Buffer.alloc(60, 1) }).slice(0, 30));
    expect(made.live).toEqual([{ videoCodec: 'H264', audioCodec: 'G.722.1', copied: true, soundLeftOut: true }]);
    expect(made.tracks).toEqual([['video/H264']]);
  }, 30_000);
});

function adtsFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 7 <= bytes.length;) {
    const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  return frames;
}

/** Hz, by how often the wave goes through zero. */
async function toneOf(packets: readonly Buffer[]): Promise<number> {
  const decoder = new OpusDecoder({ sampleRate: 48_000, channels: 1 });
  await decoder.ready;
  const samples = packets.flatMap((packet) => [...decoder.decodeFrame(packet.subarray(12)).channelData[0] ?? []]);
  decoder.free();
  const steady = samples.slice(24_000, 96_000);
  const turns = steady.filter((sample, index) => index > 0 && (sample >= 0) !== (steady[index - 1]! >= 0)).length;
  return turns / 2 / (steady.length / 48_000);
}
