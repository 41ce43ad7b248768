import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { FeedKeeper } from './feedKeeper.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A source whose packets and ends the test makes. */
function source() {
  const taps: { onPacket: (packet: Buffer) => void; onClosed: () => void; closed: boolean }[] = [];
  const asked: number[] = [];
  let refuses = 0;
  const keeper = new FeedKeeper({
    feedId: 'feed' as FeedId,
    lengthMs: 35_000,
    now: () => Date.now(),
    onGrown: () => undefined,
    onKeyFrameAsked: () => undefined,
    log: pino({ level: 'silent' }),
    taps: {
      tapVideo: async ({ onPacket, onClosed }) => {
        if (refuses > 0) {
          refuses -= 1;
          throw new AppError('feedNotLive');
        }
        const tap = { onPacket, onClosed, closed: false };
        taps.push(tap);
        return { mimeType: 'video/VP8', requestKeyFrame: () => void asked.push(Date.now()), close: () => void (tap.closed = true) };
      },
    },
  });
  let sequence = 0;
  const send = (key: boolean, options: { skip?: number } = {}) => {
    sequence += 1 + (options.skip ?? 0);
    const packet = Buffer.alloc(20, 7);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(0x80 | 101, 1);
    packet.writeUInt16BE(sequence & 0xffff, 2);
    packet.writeUInt32BE(((Date.now() * 90) >>> 0), 4);
    packet.writeUInt8(0x10, 12);
    packet.writeUInt8(key ? 0 : 1, 13);
    taps.at(-1)?.onPacket(packet);
  };
  return { keeper, taps, asked, send, refuse: (times: number) => (refuses = times) };
}

it('asks a source that gives no key frames for one every 10 s, and one that gives them never', async () => {
  const { keeper, asked, send } = source();
  keeper.setLive(true);
  await vi.advanceTimersByTimeAsync(0);
  send(true);
  const startedAt = Date.now();
  for (let at = 0; at < 35_000; at += 100) {
    await vi.advanceTimersByTimeAsync(100);
    send(false);
  }
  expect(asked.map((at) => Math.round((at - startedAt) / 10_000))).toEqual([1, 2, 3]);
  for (let at = 0; at < 30_000; at += 100) {
    await vi.advanceTimersByTimeAsync(100);
    send(at % 5_000 === 0);
  }
  expect(asked).toHaveLength(3);
  keeper.close();
});

it('goes on with the next producer, and tries until there is one; what was kept stays', async () => {
  const { keeper, taps, send, refuse } = source();
  keeper.setLive(true);
  await vi.advanceTimersByTimeAsync(0);
  send(true);
  expect(keeper.ring.frames).toHaveLength(1);
  refuse(2);
  taps[0]?.onClosed();
  await vi.advanceTimersByTimeAsync(500);
  expect(taps).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(taps).toHaveLength(2);
  send(false);
  expect(keeper.ring.frames).toHaveLength(1);
  send(true);
  expect(keeper.ring.frames.map(({ key }) => key)).toEqual([true, true]);
  keeper.setLive(false);
  expect(taps[1]?.closed).toBe(true);
  expect(keeper.ring.frames).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(taps).toHaveLength(2);
});
