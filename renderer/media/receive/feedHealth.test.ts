import { describe, expect, it } from 'vitest';
import { healthOf, readStats, receivedBytes } from './feedHealth.ts';

const inbound = (packetsReceived: number, packetsLost: number, bytesReceived: number) =>
  new Map<string, unknown>([
    ['C1', { id: 'C1', type: 'codec', mimeType: 'video/VP8' }],
    ['I1', { id: 'I1', type: 'inbound-rtp', kind: 'video', codecId: 'C1', packetsReceived, packetsLost, bytesReceived, headerBytesReceived: 100, framesDropped: Math.floor(packetsReceived / 100), freezeCount: 1, framesPerSecond: 25, jitter: 0.012, frameWidth: 1_280, frameHeight: 720 }],
  ]);

describe('feed health', () => {
  it('says what came between two samples', () => {
    const before = readStats(inbound(1_000, 50, 1_000_000), 10_000)!;
    const after = readStats(inbound(1_190, 60, 1_250_000), 12_000)!;
    expect(healthOf(before, after, 7_000)).toEqual({
      widthPx: 1_280, heightPx: 720, framesPerSecond: 25, lostPercent: 5, jitterMs: 12, kbitPerSecond: 1_000, codec: 'VP8', framesDropped: 1, freezes: 0, sinceAt: 7_000,
    });
  });

  it('takes late packets for neither loss nor gain', () => {
    const before = readStats(inbound(1_000, 50, 1_000), 0)!;
    expect(healthOf(before, readStats(inbound(1_005, 45, 1_000), 1_000)!, 0).lostPercent).toBe(0);
    expect(healthOf(before, before, 0)).toMatchObject({ lostPercent: 0, kbitPerSecond: 0 });
  });

  it('knows nothing without a stream', () => {
    expect(readStats(new Map(), 0)).toBeNull();
    expect(receivedBytes(new Map())).toBe(0);
    expect(receivedBytes(inbound(1, 0, 900))).toBe(1_000);
  });
});
