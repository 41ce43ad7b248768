import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createMediaPlane } from '../media/mediaPlane.ts';
import { eventually } from '../media/mediaRig.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const SSRC = 4_711;
const PAYLOAD_TYPE = 101;
/** A heavy request: the hall refuses those who ask all the time. */
const POLL_MS = 250;
let test: TestHall;
let camera: ChildProcess | null = null;

afterEach(async () => {
  camera?.kill('SIGKILL');
  camera = null;
  await test.close();
});

async function start(codec: 'VP8' | 'H264', media: { lookBackMs?: number } = {}) {
  const port = 22_000 + (process.pid % 400) * 20;
  test = await startTestHall({
    planes: { createMediaPlane, createIngest },
    config: { media: { workers: 1, listenIp: '127.0.0.1', basePort: port, ...media }, ingest: { listenHost: '127.0.0.1', portFrom: port + 10, portTo: port + 14 } },
  });
  const { unitId, token } = await test.unit();
  const unit = await test.enter('unit', { token });
  const track = codec === 'VP8'
    ? { mimeType: 'video/VP8' as const, ssrc: SSRC, payloadType: PAYLOAD_TYPE }
    : { mimeType: 'video/H264' as const, ssrc: SSRC, payloadType: PAYLOAD_TYPE, profileLevelId: '42e01f' };
  const { feedId, ports } = await unit.request('ingest.open', { label: '主摄像头', tracks: [track] });
  camera = film(codec, ports[0] as number);
  return { unitId, unit, feedId, desk: await test.enter('desk') };
}

/** White above, black below: what comes back must look so. */
function film(codec: 'VP8' | 'H264', port: number): ChildProcess {
  const coder = codec === 'VP8' ? '-c:v libvpx -deadline realtime -cpu-used 12' : '-c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -level 3.1 -bsf:v dump_extra';
  const line = `-hide_banner -v error -re -f lavfi -i color=white:s=160x120:r=15,drawbox=y=60:h=60:color=black:t=fill -pix_fmt yuv420p ${coder} -g 15 -b:v 200k -ssrc ${SSRC} -payload_type ${PAYLOAD_TYPE} -f rtp rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=1200`;
  return spawn('ffmpeg', line.split(' '), { stdio: 'ignore' });
}

async function readAll(desk: RawClient, span: { feedId: FeedId; from: number; to: number }) {
  const first = await desk.request('media.lookBack', span);
  const frames = [...first.frames];
  for (let { next } = first; next !== null; ) {
    const piece = await desk.request('media.lookBack', { ...span, after: next });
    frames.push(...piece.frames);
    next = piece.next;
  }
  return { codec: first.codec, frames: frames.map((frame) => ({ ...frame, bytes: Buffer.from(frame.bytes, 'base64') })) };
}

type Kept = Awaited<ReturnType<typeof readAll>>['frames'];

function ivf(frames: Kept): Buffer {
  const head = Buffer.alloc(32);
  head.write('DKIF', 0);
  head.writeUInt16LE(32, 6);
  head.write('VP80', 8);
  head.writeUInt16LE(160, 12);
  head.writeUInt16LE(120, 14);
  head.writeUInt32LE(1_000, 16);
  head.writeUInt32LE(1, 20);
  head.writeUInt32LE(frames.length, 24);
  return Buffer.concat([head, ...frames.flatMap(({ at, bytes }) => {
    const line = Buffer.alloc(12);
    line.writeUInt32LE(bytes.length, 0);
    line.writeBigUInt64LE(BigInt(Math.round(at - (frames[0]?.at ?? 0))), 4);
    return [line, bytes];
  })]);
}

/** Every picture as grey values. */
function decode(format: 'ivf' | 'h264', file: Buffer): Buffer[] {
  const raw = execFileSync('ffmpeg', ['-hide_banner', '-v', 'error', '-f', format, '-i', 'pipe:0', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], { input: file, maxBuffer: 1 << 28 });
  return Array.from({ length: raw.length / (160 * 120) }, (_, index) => raw.subarray(index * 160 * 120, (index + 1) * 160 * 120));
}

function looksRight(picture: Buffer): boolean {
  return (picture[20 * 160 + 80] ?? 0) > 200 && (picture[100 * 160 + 80] ?? 255) < 50;
}

async function untilKept(desk: RawClient, feedId: FeedId, forMs: number): Promise<void> {
  await eventually('enough is kept', async () => {
    await delay(POLL_MS);
    try {
      const { frames } = await readAll(desk, { feedId, from: 0, to: Date.now() });
      return (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0) > forMs;
    } catch {
      return false;
    }
  }, 20_000);
}

describe('looking back', () => {
  it.each([['VP8', 'ivf'], ['H264', 'h264']] as const)('brings back %s pictures that decode to what the camera saw', async (codec, format) => {
    const { desk, feedId } = await start(codec);
    await untilKept(desk, feedId, 3_000);
    const to = Date.now();
    const read = await readAll(desk, { feedId, from: to - 2_000, to });
    expect(read.codec).toBe(codec === 'VP8' ? 'vp8' : 'avc1.42c01f');
    const [first] = read.frames;
    expect(first?.key).toBe(true);
    expect(first?.at).toBeLessThanOrEqual(to - 2_000);
    expect(read.frames.every(({ at }, index) => at > (read.frames[index - 1]?.at ?? 0))).toBe(true);
    const pictures = decode(format, format === 'ivf' ? ivf(read.frames) : Buffer.concat(read.frames.map(({ bytes }) => bytes)));
    expect(pictures).toHaveLength(read.frames.length);
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures.every(looksRight)).toBe(true);
  }, 60_000);

  it('keeps what was before an alarm until the alarm is over, though the ring has long forgotten it', async () => {
    const { desk, feedId, unitId } = await start('VP8', { lookBackMs: 2_000 });
    await untilKept(desk, feedId, 1_900);
    const { alarm } = await desk.request('alarm.raise', { commandId: newCommandId(), courtCode: '闽0203', kind: 'clue', severity: 'urgent', unitId, operationId: null, place: { name: '', position: null }, text: '测试' });
    const before = { feedId, from: alarm.raisedAt - 1_500, to: alarm.raisedAt };
    const atOnce = await readAll(desk, before);
    expect(atOnce.frames.length).toBeGreaterThan(5);
    // Something newer than what is pinned, to tell by its going that the ring has forgotten.
    const isKept = async () => (await delay(POLL_MS), (await desk.ask('media.lookBack', { feedId, from: alarm.raisedAt + 50, to: Date.now() })).ok);
    await eventually('a picture after the alarm', isKept, 20_000);
    camera?.kill('SIGKILL');
    // The ring is swept every 5 s.
    await eventually('the ring is empty', async () => !(await isKept()), 20_000);
    const later = await readAll(desk, before);
    // The same pictures, but for those at the very edge: the times become truer while frames come.
    expect(later.frames.slice(0, 5).map(({ bytes }) => bytes)).toEqual(atOnce.frames.slice(0, 5).map(({ bytes }) => bytes));
    expect(later.frames.length).toBeGreaterThan(atOnce.frames.length / 2);
    await desk.request('alarm.acknowledge', { commandId: newCommandId(), alarmId: alarm.alarmId });
    const { alarm: seen } = await desk.request('alarm.note', { commandId: newCommandId(), alarmId: alarm.alarmId, text: '看到了' });
    await desk.request('alarm.resolve', { commandId: newCommandId(), alarmId: alarm.alarmId, expectedVersion: seen.version, outcome: 'handled', reason: '测试' });
    expect(await desk.ask('media.lookBack', before)).toMatchObject({ ok: false, error: { code: 'notKept' } });
  }, 60_000);

  it('is for those who may see the feed, and keeps nothing when it is off', async () => {
    const { unit, feedId, desk } = await start('VP8', { lookBackMs: 0 });
    const elsewhere = await test.enter('desk', { courtCode: '闽0524' });
    const span = { feedId, from: 0, to: Date.now() };
    expect(await unit.ask('media.lookBack', span)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await elsewhere.ask('media.lookBack', span)).toMatchObject({ ok: false, error: { code: 'notFound' } });
    expect(await desk.ask('media.lookBack', span)).toMatchObject({ ok: false, error: { code: 'notKept' } });
  }, 60_000);
});
