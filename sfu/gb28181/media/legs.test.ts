import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import { createGbLegs } from './createGbLegs.ts';
import type { LegEnd, LegTransport } from './legs.ts';
import { nalUnits } from './ps/annexB.ts';
import { h264Units } from './rtp/h264Units.ts';
import { lengthFramed } from './rtp/lengthFramed.ts';
import { RtpFrames } from './rtp/rtpFrames.ts';
import { RtpWriter } from './rtp/writeRtp.ts';

const SSRC = 100_000_001;
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).toReversed().forEach((close) => close()));

/** Pictures of ffmpeg, one Annex B buffer a frame, each a key frame or not as x264 decides. */
function pictures(): Buffer[] {
  const { stdout } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=25', '-frames:v', '20', '-c:v', 'libx264', '-bf', '0', '-g', '10', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x264-params', 'aud=1:slices=1', '-f', 'h264', 'pipe:1'], { maxBuffer: 1 << 26 });
  const frames: Buffer[][] = [];
  for (const unit of nalUnits(stdout)) {
    if ((unit[0]! & 0x1f) === 9) frames.push([]);
    else frames.at(-1)?.push(Buffer.concat([Buffer.of(0, 0, 0, 1), unit]));
  }
  return frames.map((units) => Buffer.concat(units));
}

function pes(id: number, payload: Buffer): Buffer {
  const head = Buffer.from([0, 0, 1, id, 0, 0, 0x80, 0x80, 5, 0x21, 0, 1, 0, 1]);
  head.writeUInt16BE(Math.min(payload.length + 8, 0xffff), 4);
  return Buffer.concat([head, payload]);
}

/** As a recorder packs a frame: pack header, map, picture in pieces that a length can tell, sound. */
function programStream(picture: Buffer, sound: Buffer, types: readonly [number, number] = [0x1b, 0x90]): Buffer {
  const pack = Buffer.from([0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1, 0, 3, 0xff, 0xf8]);
  const map = Buffer.from([0, 0, 1, 0xbc, 0, 18, 0xe0, 0xff, 0, 0, 0, 8, types[0], 0xe0, 0, 0, types[1], 0xc0, 0, 0, 0, 0, 0, 0]);
  const pieces: Buffer[] = [];
  for (let at = 0; at < picture.length; at += 60_000) pieces.push(pes(0xe0, picture.subarray(at, at + 60_000)));
  return Buffer.concat([pack, map, ...pieces, pes(0xc0, sound)]);
}

function rtpOf(frames: readonly Buffer[]): Buffer[] {
  const writer = new RtpWriter({ ssrc: SSRC, payloadType: 96 });
  return frames.flatMap((frame, index) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < frame.length; at += 1_300) pieces.push(frame.subarray(at, at + 1_300));
    return pieces.map((piece, part) => writer.packet(piece, { timestamp: index * 3_600, marker: part === pieces.length - 1 }));
  });
}

/** The legs over real sockets; what they hand over is kept. */
function open() {
  const packets: Buffer[][] = [[], []];
  const accepted: { mimeType: string }[][] = [];
  const intake: RtpIntake = {
    listen: () => Promise.reject(new Error('not here')),
    accept: async ({ tracks, onLive }) => {
      accepted.push([...tracks]);
      onLive(0, true);
      return { packet: (track, rtp) => void packets[track]?.push(rtp), rtcp: () => undefined, close: () => undefined };
    },
  };
  const legs = createGbLegs({ config: { listenHost: '127.0.0.1', rtpPortFrom: 26_100, rtpPortTo: 26_198 }, announcedHost: '127.0.0.1', intake });
  closers.push(() => legs.close());
  const ends: LegEnd[] = [];
  const live: unknown[] = [];
  const keyFramesWanted = vi.fn<() => void>();
  const stream = (transport: LegTransport) => legs.openStream({ feedId: crypto.randomUUID() as FeedId, transport, ssrc: SSRC, onLive: (media) => live.push(media), onEnded: (end) => ends.push(end), onKeyFrameWanted: keyFramesWanted });
  /** Of each access unit that came out, its NAL units. */
  const shown = () => {
    const found: string[][] = [];
    const frames = new RtpFrames({ ssrc: () => null, onFrame: ({ parts }) => found.push(h264Units(parts).map((unit) => unit.toString('hex'))) });
    for (const packet of packets[0] ?? []) frames.push(packet);
    return found;
  };
  return { legs, stream, packets, accepted, ends, live, keyFramesWanted, shown };
}

const between = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const unitsOf = (picture: Buffer) => nalUnits(picture).map((unit) => unit.toString('hex'));
const PAYLOADS = new Map([[96, 'PS'], [98, 'H264'], [8, 'PCMA']]);

/** A device's end of the way, whichever side connects. */
async function device(transport: LegTransport, port: number): Promise<{ port: number; send: (packets: readonly Buffer[]) => void }> {
  if (transport === 'udp') {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closers.push(() => socket.close());
    return { port: socket.address().port, send: (packets) => packets.forEach((packet) => socket.send(packet, port, '127.0.0.1')) };
  }
  const stream = (socket: Socket) => (packets: readonly Buffer[]) => packets.forEach((packet) => socket.write(lengthFramed(packet)));
  if (transport === 'tcpPassive') {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    closers.push(() => socket.destroy());
    return { port: socket.localPort ?? 0, send: stream(socket) };
  }
  let send: (packets: readonly Buffer[]) => void = () => undefined;
  const early: (readonly Buffer[])[] = [];
  const server = createServer((socket) => {
    closers.push(() => socket.destroy());
    send = stream(socket);
    early.splice(0).forEach((packets) => send(packets));
    send = stream(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  send = (packets) => early.push(packets);
  return { port: (server.address() as { port: number }).port, send: (packets) => send(packets) };
}

describe('a device’s stream', () => {
  it.each(['udp', 'tcpPassive', 'tcpActive'] as const)('over %s is in the feed untouched, with its sound', async (transport) => {
    const made = open();
    const leg = await made.stream(transport);
    const { port, send } = await device(transport, leg.port);
    leg.answered({ host: '127.0.0.1', port, ssrc: null, payloads: PAYLOADS });
    const shots = pictures();
    const sound = Buffer.alloc(320, 0xd5);
    send(rtpOf(shots.map((picture) => programStream(picture, sound))));
    await vi.waitFor(() => expect(made.shown().length).toBe(shots.length), { timeout: 5_000 });
    expect(made.shown()).toEqual(shots.map(unitsOf));
    expect(made.accepted[0]?.map(({ mimeType }) => mimeType)).toEqual(['video/H264', 'audio/PCMA']);
    expect(made.live).toEqual([{ videoCodec: 'H264', audioCodec: 'PCMA', copied: true }]);
    expect(Buffer.concat((made.packets[1] ?? []).map((packet) => packet.subarray(12))).length).toBe(shots.length * 320);
    expect(made.ends).toEqual([]);
  });

  it.each([
    // Frames that follow need the damaged one; the eleventh is a key frame.
    { damaged: 2, lost: 'first', asks: true, shown: [0, 1, ...between(10, 20)] },
    { damaged: 10, lost: 'middle', asks: true, shown: between(0, 10) },
    { damaged: 10, lost: 'last', asks: true, shown: between(0, 10) },
    // The one that is missing is followed by a key frame: there is nothing to ask for.
    { damaged: 9, lost: 'last', asks: false, shown: [...between(0, 9), ...between(10, 20)] },
  ] as const)('without the $lost packet of frame $damaged shows nothing damaged, and goes on with a key frame that is asked for where it is not near', async ({ damaged, lost, asks, shown }) => {
    const made = open();
    const leg = await made.stream('udp');
    const { port, send } = await device('udp', leg.port);
    leg.answered({ host: '127.0.0.1', port, ssrc: SSRC, payloads: PAYLOADS });
    const shots = pictures();
    const packets = rtpOf(shots.map((picture) => programStream(picture, Buffer.alloc(0))));
    const ofFrame = packets.flatMap((packet, index) => (packet.readUInt32BE(4) === damaged * 3_600 ? [index] : []));
    const hole = { first: ofFrame[0], middle: ofFrame[Math.floor(ofFrame.length / 2)], last: ofFrame.at(-1) }[lost];
    const rest = ofFrame.at(-1)! + 2;
    send(packets.slice(0, rest).filter((_, index) => index !== hole));
    // Longer than packets overtake each other.
    await new Promise((resolve) => setTimeout(resolve, 300));
    send(packets.slice(rest));
    const good = shots.map(unitsOf);
    await vi.waitFor(() => expect(made.shown().length).toBe(shown.length), { timeout: 5_000 });
    expect(made.shown()).toEqual(shown.map((frame) => good[frame]));
    await vi.waitFor(() => expect(made.keyFramesWanted.mock.calls.length > 0).toBe(asks));
  });

  it('that no browser plays, or that comes from elsewhere, is refused', async () => {
    const made = open();
    const leg = await made.stream('udp');
    const { port, send } = await device('udp', leg.port);
    const [first] = pictures();
    // Before the answer, and from an address that is not the answer's, nothing counts.
    send(rtpOf([programStream(first!, Buffer.alloc(0))]));
    leg.answered({ host: '192.0.2.7', port, ssrc: null, payloads: PAYLOADS });
    send(rtpOf([programStream(first!, Buffer.alloc(0))]));
    const other = await made.stream('udp');
    const second = await device('udp', other.port);
    other.answered({ host: '127.0.0.1', port: second.port, ssrc: null, payloads: PAYLOADS });
    second.send(rtpOf([programStream(first!, Buffer.alloc(0), [0x24, 0x90])]));
    await vi.waitFor(() => expect(made.ends).toEqual([{ fault: 'codec', detail: 'H265' }]), { timeout: 5_000 });
    expect([made.accepted, made.live]).toEqual([[], []]);
  });

  it('frees its port when it is closed', async () => {
    const made = open();
    const all = await Promise.all(Array.from({ length: 50 }, () => made.stream('udp')));
    await expect(made.stream('tcpPassive')).resolves.toBeDefined();
    await expect(made.stream('udp')).rejects.toMatchObject({ code: 'tooManyFeeds' });
    all[0]?.close();
    await expect(vi.waitFor(() => made.stream('udp'))).resolves.toMatchObject({ port: all[0]?.port });
  });
});
