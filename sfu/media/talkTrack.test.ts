import { afterEach, expect, it } from 'vitest';
import { consumeTrack } from './consumeTrack.ts';
import { createMediaContext, type MediaContext } from './mediaContext.ts';
import { eventually, feedList, openSession, planeOptions } from './mediaRig.ts';
import { voiceOf } from './talkTrack.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

const SSRC = 77;
let context: MediaContext;

afterEach(() => {
  context.pipes.close();
  context.pool.close();
});

function opusPacket(sequence: number): Buffer {
  const packet = Buffer.alloc(40, 0x33);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(100, 1);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 960, 4);
  packet.writeUInt32BE(SSRC, 8);
  return packet;
}

it('carries what an opened voice says from worker to worker and into this process, nothing while it is shut, and to no feed', async () => {
  const feeds = feedList();
  context = await createMediaContext(planeOptions({ workers: 2, pipeIdleMs: 20, feeds: feeds.port }));
  const [near, far] = context.pool.workers as [MediaWorker, MediaWorker];
  const mouth = await near.router.createDirectTransport();
  const producer = await mouth.produce({ kind: 'audio', paused: true, rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: SSRC }], rtcp: { cname: 'desk' } } });
  const ear = await far.router.createDirectTransport();
  const heard: Buffer[] = [];
  const tapped: Buffer[] = [];
  let lost = 0;
  const voice = voiceOf({ producer, worker: near }, {
    onClosed: () => (lost += 1),
    consumeFor: async () => {
      const consumer = await consumeTrack({ pipes: context.pipes, transport: ear, worker: far, rtpCapabilities: far.router.rtpCapabilities, track: { producer, worker: near } });
      consumer.on('rtp', (packet: Buffer) => heard.push(packet));
      return consumer;
    },
  });
  const { session } = openSession();
  const hearing = await voice.hear(session, crypto.randomUUID() as never);
  const tap = await voice.tap((packet) => tapped.push(packet));
  let sequence = 0;
  const speak = (count: number) => {
    for (let index = 0; index < count; index += 1) producer.send(opusPacket((sequence += 1)));
  };
  speak(20);
  expect(await voice.packetsReceived()).toBe(20);
  expect([heard.length, tapped.length]).toEqual([0, 0]);

  await voice.setOpen(true);
  await eventually('the hearer and the tap hear', () => {
    speak(1);
    return heard.length > 5 && tapped.length > 5;
  });
  expect(heard[0]?.subarray(-20)).toEqual(Buffer.alloc(20, 0x33));

  // Pressed and let go at once: it must not stay open because the first answer was on its way.
  void voice.setOpen(false);
  void voice.setOpen(true);
  await voice.setOpen(false);
  expect(producer.paused).toBe(true);
  await hearing.setPaused(true);
  await voice.setOpen(true);
  const before = heard.length;
  await eventually('the tap hears on', () => {
    speak(1);
    return tapped.length > 10;
  });
  expect(heard.length).toBe(before);
  tap.close();
  expect(feeds.changes).toEqual([]);
  voice.close();
  await eventually('the hearer\'s side ends too', () => hearing.closed);
  expect(lost).toBe(0);
  await expect(voice.hear(session, crypto.randomUUID() as never)).rejects.toMatchObject({ code: 'notFound' });
});
