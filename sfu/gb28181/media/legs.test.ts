import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import { programStream, rtpOf as packed } from '../testing/psFrames.ts';
import { createGbLegs } from './createGbLegs.ts';
import type { LegEnd, LegTransport } from './legs.ts';
import { nalUnits } from './ps/annexB.ts';
import { h264Units } from './rtp/h264Units.ts';
import { lengthFramed } from './rtp/lengthFramed.ts';
import { RtpFrames } from './rtp/rtpFrames.ts';
import type { RtpFrom } from './rtp/way.ts';
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

const rtpOf = (frames: readonly Buffer[]) => packed(frames, new RtpWriter({ ssrc: SSRC, payloadType: 96 }));

/** The legs over real sockets; what they hand over is kept. */
function open({ listenHost = '127.0.0.1', rtpFrom = 'announced' }: { listenHost?: string; rtpFrom?: RtpFrom } = {}) {
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
  const legs = createGbLegs({ config: { listenHost, rtpPortFrom: 26_100, rtpPortTo: 26_198, rtpFrom }, announcedHost: '127.0.0.1', intake, rewriter: { begin: () => null } });
  closers.push(() => legs.close());
  const ends: LegEnd[] = [];
  const live: unknown[] = [];
  const keyFramesWanted = vi.fn<() => void>();
  const stream = (transport: LegTransport, recorded = false) => legs.openStream({ recorded, feedId: crypto.randomUUID() as FeedId, transport, ssrc: SSRC, onLive: (media) => live.push(media), onEnded: (end) => ends.push(end), onKeyFrameWanted: keyFramesWanted });
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
async function device(transport: LegTransport, port: number, host = '127.0.0.1'): Promise<{ port: number; send: (packets: readonly Buffer[]) => void }> {
  if (transport === 'udp') {
    const socket = createSocket('udp4').bind(0, host);
    await once(socket, 'listening');
    closers.push(() => socket.close());
    return { port: socket.address().port, send: (packets) => packets.forEach((packet) => socket.send(packet, port, '127.0.0.1')) };
  }
  const stream = (socket: Socket) => (packets: readonly Buffer[]) => packets.forEach((packet) => socket.write(lengthFramed(packet)));
  if (transport === 'tcpPassive') {
    const socket = connect({ host: '127.0.0.1', port, localAddress: host });
    await once(socket, 'connect');
    // Strangers are cut off.
    socket.on('error', () => undefined);
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
    send(rtpOf(shots.map((picture) => programStream({ picture, sound }))));
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
    const packets = rtpOf(shots.map((picture) => programStream({ picture })));
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

  it('that nothing here can read, or that comes from elsewhere, is refused', async () => {
    const made = open();
    const leg = await made.stream('udp');
    const { port, send } = await device('udp', leg.port);
    const [first] = pictures();
    // Before the answer, and from an address that is not the answer's, nothing counts.
    send(rtpOf([programStream({ picture: first! })]));
    leg.answered({ host: '192.0.2.7', port, ssrc: null, payloads: PAYLOADS });
    send(rtpOf([programStream({ picture: first! })]));
    const other = await made.stream('udp');
    const second = await device('udp', other.port);
    other.answered({ host: '127.0.0.1', port: second.port, ssrc: null, payloads: PAYLOADS });
    second.send(rtpOf([programStream({ picture: first!, video: 'SVAC' })]));
    await vi.waitFor(() => expect(made.ends).toEqual([{ fault: 'codec', detail: 'SVAC' }]), { timeout: 5_000 });
    expect([made.accepted, made.live]).toEqual([[], []]);
  });

  it('that tells of its sound later than of its pictures is heard then', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    closers.push(() => vi.useRealTimers());
    const made = open();
    const leg = await made.stream('tcpPassive');
    const { port, send } = await device('tcpPassive', leg.port);
    leg.answered({ host: '127.0.0.1', port, ssrc: null, payloads: PAYLOADS });
    const packets = rtpOf(pictures().map((picture, index) => (index < 10 ? programStream({ picture, audio: null }) : programStream({ picture, sound: Buffer.alloc(320, 0xd5) }))));
    const half = packets.findIndex((packet) => packet.readUInt32BE(4) === 10 * 3_600);
    send(packets.slice(0, half));
    await vi.waitFor(() => expect(made.shown().length).toBe(10), { interval: 10 });
    vi.advanceTimersByTime(3_000);
    send(packets.slice(half));
    await vi.waitFor(() => expect(Buffer.concat(made.packets[1]!.map((packet) => packet.subarray(12))).length).toBe(10 * 320), { interval: 10 });
    expect(made.accepted.map((tracks) => tracks.map(({ mimeType }) => mimeType))).toEqual([['video/H264'], ['video/H264', 'audio/PCMA']]);
  });

  it('that changes with every picture is not followed at every picture', async () => {
    const made = open();
    const leg = await made.stream('tcpPassive');
    const { port, send } = await device('tcpPassive', leg.port);
    leg.answered({ host: '127.0.0.1', port, ssrc: null, payloads: PAYLOADS });
    const [key] = pictures();
    send(rtpOf(Array.from({ length: 100 }, (_, index) => programStream({ picture: key!, audio: index % 2 === 0 ? 'PCMA' : null }))));
    await vi.waitFor(() => expect(made.shown().length).toBe(100), { timeout: 5_000 });
    expect(made.accepted).toHaveLength(1);
  });

  it.each(['udp', 'tcpPassive'] as const)('over %s says that its address is none of this machine, and not that the ports are used up', async (transport) => {
    await expect(open({ listenHost: '192.0.2.7' }).stream(transport)).rejects.toMatchObject({ code: 'ingestRefused', message: '192.0.2.7: EADDRNOTAVAIL' });
  });

  it('of a recording that jumps by hours is shown as it comes', async () => {
    const made = open();
    const leg = await made.stream('udp', true);
    const { port, send } = await device('udp', leg.port);
    leg.answered({ host: '127.0.0.1', port, ssrc: null, payloads: PAYLOADS });
    const packets = rtpOf(pictures().map((picture) => programStream({ picture })));
    const half = packets.findIndex((packet) => packet.readUInt32BE(4) === 36_000);
    for (const packet of packets.slice(half)) packet.writeUInt32BE(packet.readUInt32BE(4) + 5 * 3_600 * 90_000, 4);
    send(packets);
    await vi.waitFor(() => expect(made.shown().length).toBe(20), { timeout: 5_000 });
    const times = (made.packets[0] ?? []).map((packet) => packet.readUInt32BE(4));
    expect(Math.max(...times.map((time, index) => (time - (times[index - 1] ?? time)) >>> 0))).toBeLessThan(10 * 90_000);
  });

  it('from behind NAT, over udp, counts of whoever first has the number of the call, until that falls silent', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    closers.push(() => vi.useRealTimers());
    const made = open({ rtpFrom: 'first' });
    const leg = await made.stream('udp');
    const [own, stranger] = [await device('udp', leg.port), await device('udp', leg.port, '127.0.0.2')];
    leg.answered({ host: '192.168.1.9', port: 5_000, ssrc: null, payloads: PAYLOADS });
    const shots = pictures();
    const of = (ssrc: number) => packed(shots.map((picture) => programStream({ picture })), new RtpWriter({ ssrc, payloadType: 96 }));
    const half = of(SSRC).findIndex((packet) => packet.readUInt32BE(4) === 10 * 3_600);
    const shownNow = (count: number) => vi.waitFor(() => expect(made.shown().length).toBe(count), { timeout: 2_000, interval: 10 });
    stranger.send(of(SSRC + 1));
    own.send(of(SSRC).slice(0, half));
    await shownNow(10);
    // It knows the number now, and comes too late.
    stranger.send(of(SSRC).slice(half));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await shownNow(10);
    vi.advanceTimersByTime(3_100);
    stranger.send(of(SSRC).slice(half));
    await shownNow(20);
    expect(made.shown()).toEqual(shots.map(unitsOf));
  });

  it('from behind NAT, over a connection, counts of that which first has the number of the call', async () => {
    const made = open({ rtpFrom: 'first' });
    const leg = await made.stream('tcpPassive');
    const [silent, stranger, own] = [await device('tcpPassive', leg.port), await device('tcpPassive', leg.port, '127.0.0.2'), await device('tcpPassive', leg.port, '127.0.0.3')];
    leg.answered({ host: '192.168.1.9', port: 5_000, ssrc: null, payloads: PAYLOADS });
    const shots = pictures();
    const of = (ssrc: number) => packed(shots.map((picture) => programStream({ picture })), new RtpWriter({ ssrc, payloadType: 96 }));
    stranger.send(of(SSRC + 1));
    own.send(of(SSRC));
    await vi.waitFor(() => expect(made.shown().length).toBe(20), { timeout: 5_000 });
    silent.send(of(SSRC));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(made.shown()).toEqual(shots.map(unitsOf));
    expect(made.ends).toEqual([]);
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
