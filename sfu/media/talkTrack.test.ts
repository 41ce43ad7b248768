import { afterEach, expect, it } from 'vitest';
import { createMediaContext, type MediaContext } from './mediaContext.ts';
import { eventually, feedList, planeOptions } from './mediaRig.ts';
import { consumeTalk, talkSoundOf } from './talkTrack.ts';
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

it('carries what the speaker says to the hearer, from worker to worker, and to no feed', async () => {
  const feeds = feedList();
  context = await createMediaContext(planeOptions({ workers: 2, pipeIdleMs: 20, feeds: feeds.port }));
  const [near, far] = context.pool.workers as [MediaWorker, MediaWorker];
  const mouth = await near.router.createDirectTransport();
  const producer = await mouth.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: SSRC }], rtcp: { cname: 'desk' } } });
  const ear = await far.router.createDirectTransport();
  const talk = { producer, worker: near };
  const consumer = await consumeTalk({ pipes: context.pipes, transport: ear, worker: far, rtpCapabilities: far.router.rtpCapabilities, talk });
  const heard: Buffer[] = [];
  consumer.on('rtp', (packet) => heard.push(packet));
  let sequence = 0;
  await eventually('the hearer hears', () => {
    producer.send(opusPacket((sequence += 1)));
    return heard.length > 5;
  });
  expect(heard[0]?.subarray(-20)).toEqual(Buffer.alloc(20, 0x33));
  expect(feeds.changes).toEqual([]);

  let lost = 0;
  const sound = talkSoundOf(talk, { onClosed: () => (lost += 1), consumeFor: () => Promise.reject(new Error('not here')) });
  sound.close();
  await eventually('the hearer\'s side ends too', () => consumer.closed);
  expect(lost).toBe(0);
  await expect(consumeTalk({ pipes: context.pipes, transport: ear, worker: far, rtpCapabilities: far.router.rtpCapabilities, talk })).rejects.toMatchObject({ code: 'notFound' });
});
