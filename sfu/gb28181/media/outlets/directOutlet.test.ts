import { expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { DirectOutlet } from './directOutlet.ts';
import type { Shot } from './outlet.ts';

const shot = (change: Partial<Shot>): Shot => ({ codec: 'H264', picture: Buffer.of(0, 0, 1, 0x65), units: [Buffer.of(0x65, 1)], key: true, audio: Buffer.alloc(0), videoMs: 0, audioMs: 0, timestamp: 0, ...change });
/** Ms that a sender report gives to an RTP time stamp of 0. */
const originOf = (report: Buffer, kilohertz: number) => (report.readUInt32BE(8) + report.readUInt32BE(12) / 2 ** 32) * 1_000 - report.readUInt32BE(16) / kilohertz;

it('tells which picture belongs to which sound, and of sound that begins late as well', async () => {
  const reports: Buffer[][] = [[], []];
  const outlet = DirectOutlet.open({
    feedId: crypto.randomUUID() as FeedId, profile: '42e01f', audio: 'PCMA', onLive: () => undefined, onEnded: () => undefined, onKeyFrameWanted: () => undefined,
    intake: {
      listen: () => Promise.reject(new Error('not here')),
      accept: async () => ({ packet: () => undefined, rtcp: (track, report) => void reports[track]?.push(report), close: () => undefined }),
    },
  });
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    await Promise.resolve();
    outlet.send(shot({}));
    vi.advanceTimersByTime(3_000);
    // The device's sound starts with the picture of 3 s, and 100 ms after it.
    outlet.send(shot({ videoMs: 3_000, timestamp: 270_000, audio: Buffer.alloc(320), audioMs: 3_100 }));
    expect(reports.map(({ length }) => length)).toEqual([2, 1]);
    expect(originOf(reports[1]![0]!, 8) - originOf(reports[0]![1]!, 90)).toBeCloseTo(3_100, 0);
  } finally {
    vi.useRealTimers();
    outlet.close();
  }
});
