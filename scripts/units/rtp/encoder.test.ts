import { afterEach, describe, expect, it } from 'vitest';
import { createSocket } from 'node:dgram';
import { planarBytes } from '../../../renderer/features/field/picture.ts';
import { Encoder, type EncoderOptions } from './encoder.ts';
import { ssrcOf } from './relay.ts';

const size = { width: 320, height: 180 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function anEncoder(changes: Partial<EncoderOptions> = {}) {
  const socket = createSocket('udp4');
  closing.push(() => socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const packets: Buffer[] = [];
  socket.on('message', (packet) => packets.push(packet));
  const exits: string[] = [];
  const encoder = new Encoder({
    size,
    framesPerSecond: 10,
    videoBitrateBps: 200_000,
    bytesPerFrame: planarBytes(size),
    localPort: socket.address().port,
    video: { ssrc: 1_001, payloadType: 101 },
    audio: { ssrc: 1_002, payloadType: 111 },
    toneHz: 440,
    paint: (target, at) => target.fill(at % 200),
    now: Date.now,
    onExit: (reason) => exits.push(reason),
    ...changes,
  });
  closing.push(() => encoder.close());
  const media = (ssrc: number) => packets.filter((packet) => ssrcOf(packet) === ssrc && (packet[1]! < 192 || packet[1]! > 223));
  return { encoder, packets, exits, media };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the encoder', () => {
  it('sends picture and sound live, each under its own SSRC and payload type, in packets that fit a network', async () => {
    const { media, packets } = await anEncoder();
    await until(() => media(1_001).filter((packet) => packet[1]! >= 128).length >= 5 && media(1_002).length >= 10);
    expect(new Set(media(1_001).map((packet) => packet[1]! & 0x7f))).toEqual(new Set([101]));
    expect(new Set(media(1_002).map((packet) => packet[1]! & 0x7f))).toEqual(new Set([111]));
    expect(Math.max(...packets.map((packet) => packet.length))).toBeLessThanOrEqual(1_200);
    // A key frame first: the VP8 payload header says start of partition 0, and the frame's own first bit says key.
    const first = media(1_001)[0]!;
    expect(first[12]! & 0x10).toBe(0x10);
  });

  it('ends its ffmpeg when closed, and says when ffmpeg ends by itself', async () => {
    const closed = await anEncoder();
    await until(() => closed.media(1_001).length > 0);
    await closed.encoder.close();
    expect(closed.exits).toEqual([]);
    expect(() => process.kill(closed.encoder.pid!, 0)).toThrow(/ESRCH/);

    const killed = await anEncoder();
    await until(() => killed.media(1_001).length > 0);
    process.kill(killed.encoder.pid!, 'SIGKILL');
    await until(() => killed.exits.length > 0);
    expect(killed.exits).toEqual([expect.stringContaining('SIGKILL')]);
  });
});
