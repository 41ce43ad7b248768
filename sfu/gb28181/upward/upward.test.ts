import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LengthFramed } from '../media/rtp/lengthFramed.ts';
import { RtpFrames } from '../media/rtp/rtpFrames.ts';
import { RtpWriter } from '../media/rtp/writeRtp.ts';
import { nalUnits } from '../media/ps/annexB.ts';
import { readPsFrame, type PsStreams } from '../media/ps/readPsFrame.ts';
import { DigestGate } from '../sip/digest.ts';
import { header } from '../sip/sipMessage.ts';
import { ScriptedDevice } from '../testing/scriptedDevice.ts';
import { FIRST_CHANNEL, LOCAL, PLATFORM, startUpward } from '../../testing/upwardRig.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A platform above that lets the hall in by its password. */
async function platformAbove() {
  const gate = new DigestGate({ realm: PLATFORM.slice(0, 10), now: Date.now });
  const holder = { hallPort: 1 };
  const above = await ScriptedDevice.create({ id: PLATFORM, hallPort: () => holder.hallPort, protocol: 'udp' });
  cleanups.push(() => above.close());
  const state = { password: 'secret', keepAlive: 200 };
  above.answer = (request) => {
    if (request.method !== 'REGISTER') return { status: request.method === 'MESSAGE' ? state.keepAlive : 200 };
    const authorization = header(request, 'authorization');
    if (authorization === undefined || gate.check({ authorization, method: 'REGISTER', passwords: [state.password] }) !== 'right') {
      return { status: authorization === undefined ? 401 : 403, headers: gate.challenges({ stale: false }).map((challenge) => ['www-authenticate', challenge] as const) };
    }
    return { status: 200, headers: [['expires', '3600']] };
  };
  return { above, holder, state };
}

async function rig(options: Omit<Parameters<typeof startUpward>[0], 'port'> = {}) {
  const { above, holder, state } = await platformAbove();
  const hall = await startUpward({ port: above.port, ...options });
  holder.hallPort = hall.endpoint.port;
  cleanups.push(() => hall.close());
  const registered = () => vi.waitFor(() => expect(hall.upward.platforms()[0]?.state).toBe('registered'), { timeout: 5_000 });
  return { ...hall, above, state, registered };
}
type Rig = Awaited<ReturnType<typeof rig>>;

/** What the hall answers to a query, all its messages together. */
async function asked({ above }: Rig, command: string, deviceId = LOCAL, inside = ''): Promise<string[]> {
  const serial = Math.floor(Math.random() * 1e6);
  const before = above.requests.length;
  await above.request('MESSAGE', { headers: [['content-type', 'Application/MANSCDP+xml']], body: `<?xml version="1.0"?><Query><CmdType>${command}</CmdType><SN>${serial}</SN><DeviceID>${deviceId}</DeviceID>${inside}</Query>` });
  const answers = () => above.requests.slice(before).map(({ body }) => new TextDecoder('gb18030').decode(body)).filter((body) => body.includes(`<SN>${serial}</SN>`));
  await vi.waitFor(() => expect(answers().length).toBeGreaterThan(0), { timeout: 3_000 });
  const total = Number(/<SumNum>(\d+)/.exec(answers()[0] ?? '')?.[1] ?? 0);
  await vi.waitFor(() => expect(answers().join('').match(/<Item>/g)?.length ?? 0).toBe(total), { timeout: 5_000 });
  return answers();
}

function offer({ port, ssrc = '0100000001', name = 'Play', transport = 'RTP/AVP', setup = '' }: { port: number; ssrc?: string; name?: string; transport?: string; setup?: string }): string {
  return `v=0\r\no=${PLATFORM} 0 0 IN IP4 127.0.0.1\r\ns=${name}\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video ${port} ${transport} 96\r\na=recvonly\r\na=rtpmap:96 PS/90000\r\n${setup}y=${ssrc}\r\n`;
}
const invite = ({ above }: Rig, body: string, channel = FIRST_CHANNEL, callId = crypto.randomUUID()) =>
  above.request('INVITE', { uri: `sip:${channel}@${LOCAL.slice(0, 10)}`, to: `<sip:${channel}@${LOCAL.slice(0, 10)}>`, headers: [['content-type', 'Application/SDP']], body, callId });

/** The frames of a stream of packets, as the hall's own reader reads them. */
function psReader(): { take: (packet: Buffer) => void; pictures: Buffer[]; stamps: (number | null)[] } {
  const streams: PsStreams = new Map();
  const [pictures, stamps]: [Buffer[], (number | null)[]] = [[], []];
  const frames = new RtpFrames({ ssrc: () => 100_000_001, onFrame: ({ parts }) => {
    const { video, videoPts } = readPsFrame(Buffer.concat(parts), streams);
    if (video.length > 0) {
      pictures.push(video);
      stamps.push(videoPts);
    }
  } });
  return { take: (packet) => void frames.push(packet), pictures, stamps };
}

function h264Pictures(): Buffer[][] {
  const { stdout } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=25', '-frames:v', '20', '-c:v', 'libx264', '-bf', '0', '-g', '10', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x264-params', 'aud=1:slices=1', '-f', 'h264', 'pipe:1'], { maxBuffer: 1 << 26 });
  const frames: Buffer[][] = [];
  for (const unit of nalUnits(stdout)) {
    if ((unit[0]! & 0x1f) === 9) frames.push([]);
    else frames.at(-1)?.push(unit);
  }
  return frames;
}

/** Raw decoded pixels. */
const decoded = (annexB: Buffer, format = 'h264') => execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', format, '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], { input: annexB, maxBuffer: 1 << 28 });

describe('registering with a platform above', () => {
  it('answers its challenge, stays by heartbeats and says when it goes', async () => {
    const hall = await rig({ setting: { keepAlive: 5 } });
    await hall.registered();
    expect(hall.test.entries().filter(({ name }) => name === 'upward.registered').map(({ data }) => data)).toEqual([{ platformId: PLATFORM, name: '最高人民法院' }]);
    await hall.upward.close();
    const last = hall.above.requests.findLast(({ method }) => method === 'REGISTER');
    expect(last === undefined ? null : header(last, 'expires')).toBe('0');
  });

  it('says that it was refused, and is let in when the password is mended there', async () => {
    const hall = await rig();
    hall.state.password = 'another';
    await hall.registered().catch(() => undefined);
    await vi.waitFor(() => expect(hall.upward.platforms()[0]).toMatchObject({ state: 'refused', status: 403 }), { timeout: 5_000 });
    hall.state.password = 'secret';
    await hall.registered().catch(() => hall.registered());
  }, 15_000);

  it('is not let in by anybody who only says so', async () => {
    const hall = await rig();
    await hall.registered();
    const stranger = await ScriptedDevice.create({ id: '11000000002000000002', hallPort: hall.endpoint.port, protocol: 'udp' });
    cleanups.push(() => stranger.close());
    expect((await stranger.request('INVITE', { uri: `sip:${FIRST_CHANNEL}@x`, body: offer({ port: 40_000 }) })).status).toBe(403);
  });
});

describe('what a platform above is told', () => {
  it('is the pictures of the courts that were opened to it, in pieces that a datagram holds', async () => {
    const hall = await rig({ feeds: 8 });
    await hall.registered();
    const answers = await asked(hall, 'Catalog');
    const all = answers.join('');
    expect([answers.length, /<SumNum>(\d+)/.exec(all)?.[1]]).toEqual([3, '9']);
    expect(Math.max(...hall.above.requests.map(({ body }) => body.length))).toBeLessThan(2_500);
    expect(all).toContain('<Name>厦门市思明区人民法院</Name>');
    expect(all).toContain(`<DeviceID>${FIRST_CHANNEL}</DeviceID>`);
    expect(all).toContain('<Name>思明记录仪1 主摄像头</Name>');
    // Asked again, everything has the same number.
    expect((await asked(hall, 'Catalog')).join('').match(/<DeviceID>\d+/g)).toEqual(all.match(/<DeviceID>\d+/g)?.map((one) => one));
  });

  it('is nothing of other courts: not in the catalogue, not by its number', async () => {
    const hall = await rig({ courts: ['闽05'] });
    await hall.registered();
    expect((await asked(hall, 'Catalog')).join('')).toContain('<SumNum>0</SumNum>');
    expect((await invite(hall, offer({ port: 40_000 }))).status).toBe(404);
    expect(hall.tapped).toEqual([]);
  });

  it('is changes, for as long as it subscribes, and where units are', async () => {
    const hall = await rig();
    await hall.registered();
    await asked(hall, 'Catalog');
    const subscribe = (command: string, callId: string, expires = '600') => hall.above.request('SUBSCRIBE', { callId, headers: [['event', 'presence'], ['expires', expires], ['content-type', 'Application/MANSCDP+xml']], body: `<?xml version="1.0"?><Query><CmdType>${command}</CmdType><SN>1</SN><DeviceID>${LOCAL}</DeviceID><Interval>1</Interval></Query>` });
    expect((await subscribe('Catalog', 'one')).status).toBe(200);
    hall.setLive(hall.feedIds[0]!, false);
    await vi.waitFor(() => expect(hall.above.seen('NOTIFY', '<Event>OFF</Event>')).toHaveLength(1));
    hall.fix.current = { longitudeDeg: 118.1, latitudeDeg: 24.5, headingDeg: 90, speedMps: 10, accuracyM: 5, batteryPercent: null, signalBars: null, charging: false, at: Date.now(), receivedAt: Date.now() } as typeof hall.fix.current;
    expect((await subscribe('MobilePosition', 'two')).status).toBe(200);
    await vi.waitFor(() => expect(hall.above.seen('NOTIFY', '<Longitude>118.100000</Longitude>').length).toBeGreaterThan(0));
    expect(hall.above.seen('NOTIFY', '<Speed>36.0</Speed>').length).toBeGreaterThan(0);
    expect((await subscribe('Catalog', 'one', '0')).status).toBe(200);
    hall.setLive(hall.feedIds[0]!, true);
    expect((await subscribe('Nonsense', 'three')).status).toBe(489);
    expect(hall.above.seen('NOTIFY', '<Event>ON</Event>')).toEqual([]);
  });
});

describe('a call from above', () => {
  async function called(hall: Rig) {
    await hall.registered();
    await asked(hall, 'Catalog');
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    cleanups.push(() => socket.close());
    const reader = psReader();
    socket.on('message', (packet) => reader.take(packet));
    const callId = crypto.randomUUID();
    const answer = await invite(hall, offer({ port: socket.address().port }), FIRST_CHANNEL, callId);
    const to = header(answer, 'to') ?? '';
    const inCall = (method: string) => hall.above.request(method, { callId, to, uri: `sip:${LOCAL}@127.0.0.1` });
    return { answer, reader, inCall };
  }

  it('shows H.264 untouched, is in the log before and after, and ends with a BYE', async () => {
    const hall = await rig();
    const { answer, reader, inCall } = await called(hall);
    expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining('y=0100000001')]);
    expect(hall.test.log.state.upwardViewings.size).toBe(1);
    expect(hall.tapped).toEqual([]);
    void inCall('ACK');
    await vi.waitFor(() => expect(hall.tapped).toHaveLength(1));
    const pictures = h264Pictures();
    const writer = new RtpWriter({ ssrc: 7, payloadType: 100 });
    pictures.forEach((units, index) => writer.h264(units, index * 3_600).forEach((packet) => hall.tapped[0]!.onPacket(packet)));
    await vi.waitFor(() => expect(reader.pictures).toHaveLength(20));
    const sent = Buffer.concat(pictures.flat().flatMap((unit) => [Buffer.of(0, 0, 0, 1), unit]));
    expect(nalUnits(Buffer.concat(reader.pictures)).map((unit) => unit.toString('base64'))).toEqual(nalUnits(sent).map((unit) => unit.toString('base64')));
    expect(reader.stamps.slice(0, 3)).toEqual([0, 3_600, 7_200]);
    expect((await inCall('BYE')).status).toBe(200);
    await vi.waitFor(() => expect(hall.test.entries().findLast(({ name }) => name === 'upward.left')?.data).toMatchObject({ why: 'left', platformId: PLATFORM, feedId: hall.feedIds[0] }));
    expect([hall.tapped[0]!.closed, hall.test.log.state.upwardViewings.size]).toEqual([true, 0]);
  });

  it('shows VP8 as H.264 that decodes to the same pictures', async () => {
    const hall = await rig();
    hall.media.mimeType = 'video/VP8';
    const { reader, inCall } = await called(hall);
    void inCall('ACK');
    await vi.waitFor(() => expect(hall.tapped).toHaveLength(1));
    const ivf = execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=10', '-frames:v', '12', '-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '1M', '-f', 'ivf', 'pipe:1'], { maxBuffer: 1 << 26 });
    const frames: Buffer[] = [];
    for (let at = 32; at + 12 <= ivf.length; at += 12 + ivf.readUInt32LE(at)) frames.push(ivf.subarray(at + 12, at + 12 + ivf.readUInt32LE(at)));
    const writer = new RtpWriter({ ssrc: 7, payloadType: 96 });
    frames.forEach((frame, index) => {
      for (let from = 0; from < frame.length; from += 1_000) {
        const descriptor = Buffer.of(from === 0 ? 0x90 : 0x80, 0x80, index & 0x7f);
        hall.tapped[0]!.onPacket(writer.packet(Buffer.concat([descriptor, frame.subarray(from, from + 1_000)]), { timestamp: index * 9_000, marker: from + 1_000 >= frame.length }));
      }
    });
    await vi.waitFor(() => expect(reader.pictures.length).toBeGreaterThanOrEqual(9), { timeout: 10_000 });
    const [shown, made] = [decoded(Buffer.concat(reader.pictures)), decoded(ivf, 'ivf')];
    const size = 320 * 180;
    const difference = (frame: number) => Array.from({ length: size }, (_, pixel) => Math.abs(shown[frame * size + pixel]! - made[frame * size + pixel]!)).reduce((sum, one) => sum + one, 0) / size;
    expect(Math.max(difference(0), difference(8))).toBeLessThan(6);
    expect(reader.stamps.slice(0, 3)).toEqual([0, 9_000, 18_000]);
    await inCall('BYE');
  }, 20_000);

  it('goes over TCP, either side connecting', async () => {
    const hall = await rig();
    await hall.registered();
    await asked(hall, 'Catalog');
    const reader = psReader();
    const server = createServer((socket) => {
      const framed = new LengthFramed((packet) => reader.take(packet));
      socket.on('data', (bytes) => framed.push(bytes));
      cleanups.push(() => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    const callId = crypto.randomUUID();
    const answer = await invite(hall, offer({ port, transport: 'TCP/RTP/AVP', setup: 'a=setup:passive\r\na=connection:new\r\n' }), FIRST_CHANNEL, callId);
    expect(answer.body.toString()).toContain('a=setup:active');
    void hall.above.request('ACK', { callId, to: header(answer, 'to') ?? '' });
    await vi.waitFor(() => expect(hall.tapped).toHaveLength(1));
    const writer = new RtpWriter({ ssrc: 7, payloadType: 100 });
    const pictures = h264Pictures();
    await vi.waitFor(() => {
      pictures.forEach((units, index) => writer.h264(units, index * 3_600).forEach((packet) => hall.tapped[0]!.onPacket(packet)));
      expect(reader.pictures.length).toBeGreaterThan(5);
    }, { timeout: 5_000 });
  });

  it('is refused for what is not live, no play, or no program stream', async () => {
    const hall = await rig();
    await hall.registered();
    await asked(hall, 'Catalog');
    expect((await invite(hall, offer({ port: 40_000, name: 'Playback' }))).status).toBe(488);
    expect((await invite(hall, offer({ port: 40_000 }).replaceAll('96 PS/90000', '96 H263/90000'))).status).toBe(488);
    expect((await invite(hall, 'v=0\r\nnonsense')).status).toBe(488);
    expect((await invite(hall, offer({ port: 40_000 }), `${LOCAL.slice(0, 8)}001320000077`)).status).toBe(404);
    hall.setLive(hall.feedIds[0]!, false);
    expect((await invite(hall, offer({ port: 40_000 }))).status).toBe(480);
    expect(hall.test.entries().filter(({ name }) => name === 'upward.viewed')).toEqual([]);
  });

  it('that nobody acknowledges, or whose picture ends, is over and said so', async () => {
    const hall = await rig();
    const { inCall } = await called(hall);
    void inCall('ACK');
    await vi.waitFor(() => expect(hall.tapped).toHaveLength(1));
    hall.tapped[0]!.onClosed();
    await vi.waitFor(() => expect(hall.above.seen('BYE')).toHaveLength(1));
    await vi.waitFor(() => expect(hall.test.entries().findLast(({ name }) => name === 'upward.left')?.data).toMatchObject({ why: 'sourceEnded' }));
  });
});
