import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import { InjectedTracks } from '../media/injectedTracks.ts';
import { createMediaContext } from '../media/mediaContext.ts';
import { eventually, feedList, newUnitId, openSession, planeOptions } from '../media/mediaRig.ts';
import { VideoTaps } from '../media/videoTaps.ts';
import { createIngest } from './ingest.ts';
import { readRtpHeader } from './rtpPacket.ts';
import { SyntheticCamera, vp8Packet } from './syntheticCamera.ts';

const PICTURE = { mimeType: 'video/VP8', ssrc: 4_243, payloadType: 101 } as const;
const SOUND = { mimeType: 'audio/PCMA', ssrc: 4_244, payloadType: 8 } as const;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start() {
  const feeds = feedList();
  const options = planeOptions({ feeds: feeds.port, workers: 1 });
  const context = await createMediaContext(options);
  cleanups.push(() => context.pool.close());
  const injected = new InjectedTracks(context);
  const from = options.config.basePort + 5_000;
  const ingest = await createIngest({
    config: { listenHost: '127.0.0.1', announcedHost: undefined, ports: { from, to: from + 3 } },
    media: { injectTrack: (injection) => injected.inject(injection) },
    feeds: feeds.port,
    log: pino({ level: 'silent' }),
    metrics: options.metrics,
  });
  cleanups.push(() => ingest.close());
  const metric = async (name: string): Promise<number> => (await options.metrics.getSingleMetric(name)?.get())?.values.reduce((sum, { value }) => sum + value, 0) ?? Number.NaN;
  const unitId = newUnitId();
  const { feedId } = await feeds.port.open(unitId, '主摄像头');
  const kinds = () => feeds.feed(feedId).tracks.map(({ mimeType }) => mimeType).toSorted();
  const told: [number, boolean][] = [];
  const taken = { feedId, tracks: [PICTURE, SOUND] as readonly IngestTrack[], onLive: (track: number, live: boolean) => void told.push([track, live]) };
  return { ingest, feeds, feedId, unitId, metric, kinds, told, taken, taps: new VideoTaps(context) };
}

const picture = (frame: number, keyFrame = false) => vp8Packet({ ...PICTURE, sequenceNumber: frame, timestamp: frame * 3_000, pictureId: frame, keyFrame, index: 0, of: 1 });
function sound(number: number): Buffer {
  const packet = Buffer.alloc(12 + 160, 0xd5);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(SOUND.payloadType, 1);
  packet.writeUInt16BE(number, 2);
  packet.writeUInt32BE(number * 160, 4);
  packet.writeUInt32BE(SOUND.ssrc, 8);
  return packet;
}

describe('packets that a room of the hall brings', () => {
  it('are its feed, G.711 as it is, live from the first one and gone after silence', async () => {
    const { ingest, kinds, told, taken } = await start();
    const stream = await ingest.intake.accept({ ...taken, onKeyFrameWanted: () => undefined });
    expect(kinds()).toEqual([]);
    stream.packet(0, picture(1, true));
    stream.packet(1, sound(1));
    expect(told).toEqual([[0, true], [1, true]]);
    await eventually('both', () => kinds().join() === 'audio/PCMA,video/VP8');
    await eventually('silence', () => told.length === 4, 4_000);
    expect(told.slice(2)).toEqual(expect.arrayContaining([[0, false], [1, false]]));
    await eventually('nothing', () => kinds().length === 0);
    stream.packet(0, picture(2, true));
    await eventually('the picture again', () => kinds().join() === 'video/VP8');
    stream.close();
    stream.close();
    await eventually('nothing', () => kinds().length === 0);
    stream.packet(0, picture(3));
    expect(told).toHaveLength(5);
  });

  it('are taken for no other track, and a broken one is counted and dropped', async () => {
    const { ingest, kinds, taken, metric } = await start();
    const stream = await ingest.intake.accept({ ...taken, onKeyFrameWanted: () => undefined });
    stream.packet(0, sound(1));
    stream.packet(1, picture(1));
    stream.packet(0, Buffer.from('nonsense'));
    stream.rtcp(0, Buffer.from('nonsense'));
    expect(kinds()).toEqual([]);
    expect(await metric('hall_ingest_drops_total')).toBe(4);
    stream.packet(9, picture(1));
    expect(await metric('hall_ingest_packets_total')).toBe(0);
  });

  it('serve whoever comes late from the packets since the last key frame; the source is asked once when there is none', async () => {
    const { ingest, feedId, taken, taps } = await start();
    let asked = 0;
    const stream = await ingest.intake.accept({ ...taken, onKeyFrameWanted: () => (asked += 1) });
    let frame = 1;
    const timer = setInterval(() => stream.packet(0, picture(frame, frame++ === 40)), 20);
    cleanups.push(() => clearInterval(timer));
    await eventually('live', () => frame > 3);
    const first: number[] = [];
    const tap = await taps.tapVideo({ feedId, onPacket: (packet) => first.push(readRtpHeader(packet)?.sequenceNumber ?? -1), onClosed: () => undefined });
    cleanups.push(() => tap.close());
    tap.requestKeyFrame();
    await eventually('asked', () => asked > 0, 1_000);
    await eventually('pictures', () => first.length > 0, 3_000);
    await eventually('some more', () => frame > 50);
    const late: number[] = [];
    const second = await taps.tapVideo({ feedId, onPacket: (packet) => late.push(readRtpHeader(packet)?.sequenceNumber ?? -1), onClosed: () => undefined });
    cleanups.push(() => second.close());
    second.requestKeyFrame();
    await eventually('the picture at once', () => late.length > 5, 2_000);
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('come by a port of their own where another program sends them, from its address alone', async () => {
    const { ingest, kinds, told, taken } = await start();
    const listening = await ingest.intake.listen({ ...taken, remoteAddress: '127.0.0.1' });
    const { ports } = listening;
    expect(ports).toHaveLength(2);
    const camera = new SyntheticCamera({ ...PICTURE, groupLength: 30 });
    cleanups.push(() => camera.close());
    const socket = createSocket('udp4');
    cleanups.push(() => socket.close());
    camera.start(ports[0] as number);
    socket.send(sound(1), ports[1] as number, '127.0.0.1');
    await eventually('both are live', () => kinds().length === 2, 2_000);
    expect(told).toEqual(expect.arrayContaining([[0, true], [1, true]]));
    listening.close();
    listening.close();
    await eventually('nothing', () => kinds().length === 0);
    const elsewhere = await ingest.intake.listen({ ...taken, remoteAddress: '10.9.8.7' });
    camera.stop();
    camera.start(elsewhere.ports[0] as number);
    await delay(200);
    expect(kinds()).toEqual([]);
  });

  it('take the place of what was behind the feed, and give it to what comes after', async () => {
    const { ingest, kinds, taken, unitId, metric } = await start();
    const stream = await ingest.intake.accept({ ...taken, onKeyFrameWanted: () => undefined });
    stream.packet(0, picture(1, true));
    const { session } = openSession({ unitId });
    const opened = await ingest.handlers['ingest.open']({ label: '主摄像头', tracks: [PICTURE] }, session);
    expect(opened.feedId).toBe(taken.feedId);
    await eventually('nothing', () => kinds().length === 0);
    stream.packet(0, picture(2));
    await delay(50);
    expect(kinds()).toEqual([]);
    await ingest.intake.listen({ ...taken, remoteAddress: '127.0.0.1' });
    await expect(ingest.handlers['ingest.close']({ ingestId: opened.ingestId }, session)).rejects.toMatchObject({ code: 'notFound' });
    expect(await metric('hall_ingest_ports')).toBe(2);
    await expect(ingest.intake.accept({ ...taken, tracks: [PICTURE, { ...PICTURE, ssrc: 9 }], onKeyFrameWanted: () => undefined })).rejects.toMatchObject({ code: 'ingestRefused' });
  });
});
