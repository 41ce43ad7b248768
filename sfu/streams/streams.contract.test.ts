import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FeedId, SourceId } from '#protocol/nouns/ids.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createMediaPlane } from '../media/mediaPlane.ts';
import { eventually } from '../media/mediaRig.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import { startTestHall } from '../testing/testHall.ts';
import { accessUnitsOf, nalUnitsOf } from '../testing/streams/nalUnits.ts';
import { RtspCamera } from '../testing/streams/rtspCamera.ts';
import { ffmpeg, push, startStreams } from '../testing/streams/streamsRig.ts';

const FRAMES = 15;
const cleanups: (() => unknown)[] = [];
let folder: string;
let raw: Buffer[];

const file = (name: string) => path.join(folder, name);
const typeOf = (unit: Buffer) => unit.readUInt8(0) & 0x1f;
const KEY = 'abcdefghijkLMNOPQR0123';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'streams-'));
  const pictures = ['-f', 'lavfi', '-i', `testsrc2=size=320x240:rate=${FRAMES}`];
  const sound = ['-f', 'lavfi', '-i', 'sine=440'];
  const plain = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-g', String(FRAMES), '-pix_fmt', 'yuv420p'];
  ffmpeg(...pictures, '-t', '4', ...plain, '-f', 'h264', file('plain.h264'));
  ffmpeg(...pictures, ...sound, '-t', '4', ...plain, '-c:a', 'aac', file('plain.mp4'));
  ffmpeg(...pictures, '-t', '4', '-c:v', 'libx264', '-preset', 'fast', '-bf', '2', '-g', String(FRAMES), '-pix_fmt', 'yuv420p', file('between.mp4'));
  ffmpeg(...pictures, '-t', '4', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', `keyint=${FRAMES}:log-level=none`, '-pix_fmt', 'yuv420p', '-f', 'mpegts', file('later.ts'));
  raw = nalUnitsOf(readFileSync(file('plain.h264')));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Rig = Awaited<ReturnType<typeof startStreams>>;
const isLive = ({ book }: Rig, sourceId: SourceId) => book.last(sourceId)?.state === 'live';
const live = (rig: Rig, sourceId: SourceId) => eventually(`live, not ${JSON.stringify(rig.book.told(sourceId).slice(-2))}`, () => isLive(rig, sourceId), 20_000).catch(() => {
  throw new Error(`not live: ${JSON.stringify(rig.book.told(sourceId))}`);
});
const feedOf = ({ book }: Rig, sourceId: SourceId) => book.last(sourceId)?.feedId as FeedId;
const faulted = (rig: Rig, sourceId: SourceId) => eventually('a fault', () => rig.book.told(sourceId).some(({ fault }) => fault !== undefined && fault !== null), 20_000);
const faultOf = ({ book }: Rig, sourceId: SourceId) => book.told(sourceId).flatMap(({ fault }) => (fault === undefined || fault === null ? [] : [fault]))[0];

async function camera(wish: Partial<Parameters<typeof RtspCamera.create>[0]> = {}, port = 0) {
  const made = await RtspCamera.create({ pictures: accessUnitsOf(raw), framesPerSecond: FRAMES, ...wish }, port);
  cleanups.push(() => made.close());
  return made;
}
const rtsp = (url: string, change: { username?: string; transport?: 'tcp' | 'udp' } = {}) => ({ protocol: 'rtsp' as const, url, username: '', transport: 'tcp' as const, ...change });

/** Every slice that came is one of the file's, bit by bit, and so are the parameter sets. */
function expectUntouched(units: readonly Buffer[], of: readonly Buffer[]) {
  const known = new Set(of.map((unit) => unit.toString('base64')));
  const slices = units.filter((unit) => [1, 5].includes(typeOf(unit)));
  const sets = units.filter((unit) => [7, 8].includes(typeOf(unit)));
  expect(slices.length).toBeGreaterThan(10);
  expect(new Set(sets.map(typeOf))).toEqual(new Set([7, 8]));
  expect([...slices, ...sets].filter((unit) => !known.has(unit.toString('base64'))).map((unit) => `${typeOf(unit)} ${unit.length}`)).toEqual([]);
}

describe('a camera that is fetched by RTSP', () => {
  it.each(['tcp', 'udp'] as const)('comes through untouched over %s, signed in by digest, and nothing tells its password', async (transport) => {
    const rig = await startStreams(cleanups);
    const secret = "s:e@c'r%t/9";
    const { url } = await camera({ login: { username: 'admin', password: secret } });
    const { sourceId, unitId } = rig.book.add(rtsp(url, { username: 'admin', transport }), secret);
    await live(rig, sourceId);
    expect(rig.book.last(sourceId)).toMatchObject({ state: 'live', attempts: 0, media: { videoCodec: 'h264', audioCodec: null, copied: true } });
    expect(rig.here.get(unitId)).toBe(1);
    const units = await rig.tap(feedOf(rig, sourceId));
    await eventually('pictures', () => units.filter((unit) => [1, 5].includes(typeOf(unit))).length > 30, 10_000);
    expectUntouched(units, raw);
    const commandLines = textOf('ps', ['-eo', 'args', 'ww']);
    expect(commandLines).toContain('-f concat');
    for (const text of [commandLines, rig.lines.join(''), JSON.stringify(rig.book.told(sourceId))]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encodeURIComponent(secret));
    }
    rig.book.remove(sourceId);
    await eventually('the track is gone', () => rig.feeds.feed(feedOf(rig, sourceId)).tracks.length === 0, 5_000);
    expect(rig.here.get(unitId)).toBe(0);
  }, 60_000);

  it('says why it cannot be had, never with its password, and comes by itself when it can', async () => {
    const rig = await startStreams(cleanups);
    const login = { username: 'admin', password: 'right-password' };
    const there = await camera({ login });
    const wrong = rig.book.add(rtsp(there.url, { username: 'admin' }), 'wrong-password');
    const missing = rig.book.add(rtsp(there.url.replace('/stream', '/none'), { username: 'admin' }), 'right-password');
    const away = rig.book.add(rtsp('rtsp://127.0.0.1:1/stream'), null);
    for (const { sourceId } of [wrong, missing, away]) await faulted(rig, sourceId);
    expect(faultOf(rig, wrong.sourceId)).toMatchObject({ fault: 'refusedLogin' });
    expect(faultOf(rig, missing.sourceId)).toMatchObject({ fault: 'notFound' });
    expect(faultOf(rig, away.sourceId)).toMatchObject({ fault: 'unreachable' });
    expect(rig.book.last(wrong.sourceId)).toMatchObject({ state: 'retrying', feedId: null });
    expect(rig.lines.join('') + JSON.stringify(rig.book.told(wrong.sourceId))).not.toContain('wrong-password');
    rig.book.setSecret(wrong.sourceId, 'right-password');
    await live(rig, wrong.sourceId);
  }, 60_000);

  it('is begun anew when it freezes and when it goes, and is back when it is', async () => {
    const rig = await startStreams(cleanups);
    const first = await camera();
    const { sourceId, unitId } = rig.book.add(rtsp(first.url), null);
    await live(rig, sourceId);
    const feedId = feedOf(rig, sourceId);
    first.frozen = true;
    await eventually('silent', () => rig.book.told(sourceId).some(({ fault }) => fault?.fault === 'silent'), 15_000);
    expect(rig.here.get(unitId)).toBe(0);
    expect([await rig.metric('hall_sources', { state: 'live' }), await rig.metric('hall_sources')]).toEqual([0, 1]);
    first.frozen = false;
    rig.book.retry(sourceId);
    await live(rig, sourceId);
    const { port } = first;
    first.close();
    await eventually('gone', () => !isLive(rig, sourceId), 15_000);
    await camera({}, port);
    rig.book.retry(sourceId);
    await live(rig, sourceId);
    expect(feedOf(rig, sourceId)).toBe(feedId);
    expect(await rig.metric('hall_sources', { state: 'live' })).toBe(1);
    expect(await rig.metric('hall_source_restarts_total', { protocol: 'rtsp' })).toBeGreaterThan(0);
  }, 90_000);
});

describe('an encoder that sends by RTMP', () => {
  it('comes through untouched with its sound as Opus, when it knows the key; the newer of two wins', async () => {
    const rig = await startStreams(cleanups);
    const { sourceId } = rig.book.add({ protocol: 'rtmp' }, KEY);
    await eventually('waiting', () => rig.book.last(sourceId)?.state === 'waiting');
    const address = (key: string) => `rtmp://127.0.0.1:${rig.rtmpPort}/live/${key}`;
    const stranger = push(cleanups, '-i', file('plain.mp4'), '-c', 'copy', '-f', 'flv', address('wrong-key'));
    await eventually('the stranger is sent away', () => stranger.exitCode !== null, 10_000);
    expect(rig.book.last(sourceId)?.state).toBe('waiting');
    const encoder = push(cleanups, '-i', file('plain.mp4'), '-c', 'copy', '-f', 'flv', address(KEY));
    await live(rig, sourceId);
    expect(rig.book.last(sourceId)?.media).toEqual({ videoCodec: 'h264', audioCodec: 'aac', copied: true });
    await eventually('sound too', () => rig.feeds.feed(feedOf(rig, sourceId)).tracks.length === 2, 5_000);
    expect(rig.feeds.feed(feedOf(rig, sourceId)).tracks.map(({ mimeType }) => mimeType).toSorted()).toEqual(['audio/opus', 'video/H264']);
    const units = await rig.tap(feedOf(rig, sourceId));
    await eventually('pictures', () => units.filter((unit) => [1, 5].includes(typeOf(unit))).length > 30, 10_000);
    expectUntouched(units, nalUnitsOf(ffmpeg('-i', file('plain.mp4'), '-c:v', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'h264', 'pipe:1')));
    const readings = rig.book.told(sourceId).length;
    const newer = push(cleanups, '-i', file('plain.mp4'), '-c', 'copy', '-f', 'flv', address(KEY));
    await eventually('the older is sent away', () => encoder.exitCode !== null, 10_000);
    await eventually('live again', () => rig.book.told(sourceId).slice(readings).some(({ state }) => state === 'live'), 20_000);
    newer.kill('SIGKILL');
    await eventually('waiting again', () => rig.book.last(sourceId)?.state === 'waiting', 10_000);
    expect(rig.lines.join('') + JSON.stringify(rig.book.told(sourceId))).not.toContain(KEY);
  }, 90_000);

  it('may speak G.711, which goes on as it is', async () => {
    const rig = await startStreams(cleanups);
    const { sourceId } = rig.book.add({ protocol: 'rtmp' }, KEY);
    push(cleanups, '-i', file('plain.mp4'), '-c:v', 'copy', '-c:a', 'pcm_alaw', '-ar', '8000', '-ac', '1', '-f', 'flv', `rtmp://127.0.0.1:${rig.rtmpPort}/live/${KEY}`);
    await live(rig, sourceId);
    await eventually('sound too', () => rig.feeds.feed(feedOf(rig, sourceId)).tracks.length === 2, 5_000);
    expect(rig.book.last(sourceId)?.media).toEqual({ videoCodec: 'h264', audioCodec: 'pcm_alaw', copied: true });
    expect(rig.feeds.feed(feedOf(rig, sourceId)).tracks.map(({ mimeType }) => mimeType).toSorted()).toEqual(['audio/PCMA', 'video/H264']);
  }, 60_000);
});

describe('pictures that browsers would not play, or stutter at', () => {
  it.each([['B-frames', 'rtmp', 'between.mp4', 'h264'], ['H.265', 'srt', 'later.ts', 'hevc']] as const)('are written anew: %s', async (_, protocol, name, codec) => {
    const rig = await startStreams(cleanups);
    const { sourceId } = rig.book.add({ protocol }, KEY, protocol === 'srt' ? rig.srtPort : null);
    await eventually('waiting', () => rig.book.last(sourceId)?.state === 'waiting');
    await delay(1_000);
    const [format, address] = protocol === 'rtmp' ? ['flv', `rtmp://127.0.0.1:${rig.rtmpPort}/live/${KEY}`] : ['mpegts', `srt://127.0.0.1:${rig.srtPort}?mode=caller&passphrase=${KEY}`];
    push(cleanups, '-i', file(name), '-c', 'copy', '-f', format, address);
    await live(rig, sourceId);
    expect(rig.book.last(sourceId)?.media).toEqual({ videoCodec: codec, audioCodec: null, copied: false });
    const units = await rig.tap(feedOf(rig, sourceId));
    await eventually('pictures', () => units.some((unit) => typeOf(unit) === 7) && units.length > 40, 20_000);
    const from = units.findIndex((unit) => typeOf(unit) === 7);
    const out = file('written.h264');
    writeFileSync(out, Buffer.concat(units.slice(from).flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit])));
    const shown = JSON.parse(textOf('ffprobe', ['-v', 'error', '-count_frames', '-show_streams', '-print_format', 'json', out])) as { streams: { has_b_frames: number; nb_read_frames: string; profile: string; width: number }[] };
    expect(shown.streams[0]).toMatchObject({ has_b_frames: 0, profile: 'Constrained Baseline', width: 320 });
    expect(Number(shown.streams[0]?.nb_read_frames)).toBeGreaterThan(10);
  }, 90_000);
});

it('a picture too many to be written anew is refused, by a name of its own', async () => {
  const rig = await startStreams(cleanups, { mostTranscodes: 0 });
  const { sourceId } = rig.book.add({ protocol: 'rtmp' }, KEY, null);
  await eventually('waiting', () => rig.book.last(sourceId)?.state === 'waiting');
  push(cleanups, '-i', file('between.mp4'), '-c', 'copy', '-f', 'flv', `rtmp://127.0.0.1:${rig.rtmpPort}/live/${KEY}`);
  await faulted(rig, sourceId);
  expect(faultOf(rig, sourceId)).toEqual({ fault: 'transcodesFull', detail: 'h264' });
}, 30_000);

describe('an encoder that sends by SRT', () => {
  it('comes through when it knows the key, and not otherwise', async () => {
    const rig = await startStreams(cleanups);
    const { sourceId } = rig.book.add({ protocol: 'srt' }, KEY, rig.srtPort);
    await eventually('waiting', () => rig.book.last(sourceId)?.state === 'waiting');
    await delay(1_000);
    const address = (key: string) => `srt://127.0.0.1:${rig.srtPort}?mode=caller&passphrase=${key}&pbkeylen=16`;
    const stranger = push(cleanups, '-i', file('plain.mp4'), '-c', 'copy', '-f', 'mpegts', address('wrong-key-of-a-stranger'));
    await eventually('the stranger is sent away', () => stranger.exitCode !== null, 15_000);
    expect(rig.book.last(sourceId)?.state).toBe('waiting');
    const encoder = push(cleanups, '-i', file('plain.mp4'), '-c', 'copy', '-f', 'mpegts', address(KEY));
    await live(rig, sourceId);
    expect(rig.book.last(sourceId)?.media).toEqual({ videoCodec: 'h264', audioCodec: 'aac', copied: true });
    const units = await rig.tap(feedOf(rig, sourceId));
    await eventually('pictures', () => units.filter((unit) => [1, 5].includes(typeOf(unit))).length > 30, 10_000);
    expectUntouched(units, nalUnitsOf(ffmpeg('-i', file('plain.mp4'), '-c:v', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'h264', 'pipe:1')));
    // The encoder's own command line holds the key; the hall's listener does not.
    expect(textOf('ps', ['-eo', 'args', 'ww']).split('\n').filter((line) => line.includes('concat')).join('\n')).not.toContain(KEY);
    encoder.kill('SIGKILL');
    await eventually('waiting again', () => rig.book.last(sourceId)?.state === 'waiting', 20_000);
    expect(rig.lines.join('') + JSON.stringify(rig.book.told(sourceId))).not.toContain(KEY);
  }, 90_000);
});

it('a desk adds a camera to a recorder, and sees the unit here and its picture in the hall; nothing is left when the hall closes', async () => {
  const secret = 'password-of-the-door';
  const { url } = await camera({ login: { username: 'admin', password: secret } });
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const base = 22_000 + (process.pid % 50) * 20;
  const test = await startTestHall({
    log,
    planes: { createMediaPlane, createIngest },
    config: { media: { workers: 1, listenIp: '127.0.0.1', basePort: base }, ingest: { listenHost: '127.0.0.1', portFrom: base + 3_000, portTo: base + 3_009 }, streams: { rtmpPort: 0 } },
  });
  const running = () => textOf('ps', ['-eo', 'pid,ppid,args', 'ww']).split('\n').filter((line) => line.trim().split(/\s+/)[1] === String(process.pid) && line.includes('ffmpeg')).length;
  try {
    const desk = await test.enter('desk');
    const { unitId } = await test.unit();
    const { source, pushUrl } = await desk.request('source.add', { commandId: newCommandId(), unitId, label: '大门', address: rtsp(url, { username: 'admin' }), secret });
    expect(pushUrl).toBeNull();
    const status = async () => (await desk.request('source.statuses', {})).statuses.find(({ sourceId }) => sourceId === source.sourceId);
    await eventually('live', async () => (await status())?.state === 'live', 20_000);
    const { presence } = await desk.request('hall.follow', { from: null });
    expect(presence.units).toContainEqual(expect.objectContaining({ unitId, online: true }));
    expect(presence.feeds).toContainEqual(expect.objectContaining({ feedId: (await status())?.feedId, tracks: [expect.objectContaining({ kind: 'video', mimeType: 'video/H264' })] }));
    expect(running()).toBe(1);
    await desk.request('source.switch', { commandId: newCommandId(), sourceId: source.sourceId, expectedVersion: 1, enabled: false });
    await eventually('off', async () => (await status())?.state === 'off', 5_000);
    expect(running()).toBe(0);
    const { source: wrong } = await desk.request('source.add', { commandId: newCommandId(), unitId, label: '后门', address: rtsp(url, { username: 'admin' }), secret: 'wrong-password-of-the-door' });
    await eventually('refused', async () => (await desk.request('source.statuses', {})).statuses.some((one) => one.sourceId === wrong.sourceId && one.fault?.fault === 'refusedLogin'), 10_000);
  } finally {
    await test.close();
  }
  expect(running()).toBe(0);
  expect(lines.join('')).toContain('a source is told of');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).not.toContain('wrong-password-of-the-door');
}, 60_000);

it('no program outlives the hall, even one that is killed', async () => {
  const { url } = await camera();
  const script = `
    import { runProgram } from ${JSON.stringify(path.resolve('sfu/streams/ffmpeg/program.ts'))};
    import { feedProgram, scriptedInput } from ${JSON.stringify(path.resolve('sfu/streams/ffmpeg/streamInput.ts'))};
    const input = scriptedInput({ address: 'srt://127.0.0.1:29999?mode=listener', options: { passphrase: 'abcdefghijklmnop' }, secrets: [] });
    const idle = runProgram({ name: 'ffmpeg', arguments: ['-nostdin', ...input.arguments, '-f', 'null', '-'], secrets: [] });
    feedProgram(idle, input, { last: true });
    const camera = scriptedInput({ address: ${JSON.stringify(url)}, options: { rtsp_transport: 'tcp' }, secrets: [] });
    const busy = runProgram({ name: 'ffmpeg', arguments: ['-nostdin', ...camera.arguments, '-f', 'null', '-'], secrets: [] });
    feedProgram(busy, camera, { last: true });
    setTimeout(() => console.log('up'), 2500);
  `;
  const hall = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => hall.stdout.once('data', () => resolve()));
  const children = () => textOf('ps', ['-eo', 'pid,ppid,args', 'ww']).split('\n').filter((line) => line.includes('ffmpeg -nostdin -f concat') && !line.includes('ps -eo'));
  const own = children().filter((line) => line.trim().split(/\s+/)[1] === String(hall.pid)).map((line) => line.trim().split(/\s+/)[0]);
  expect(own).toHaveLength(2);
  hall.kill('SIGKILL');
  await eventually('all gone', () => !children().some((line) => own.includes(line.trim().split(/\s+/)[0])), 5_000);
}, 30_000);

function textOf(command: string, words: string[]): string {
  return execFileSync(command, words, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
}
