import { describe, expect, it } from 'vitest';
import { seededRandom } from '../chaos/random.ts';
import { GOOD_LANE, Lane, type LaneConditions } from './lane.ts';

function laneWith(conditions: Partial<LaneConditions>): Lane {
  const lane = new Lane(seededRandom(7));
  lane.set({ ...GOOD_LANE, ...conditions });
  return lane;
}

describe('a lane', () => {
  it('passes at once what nothing holds up', () => {
    expect(laneWith({}).datagram(1_200, 50)).toBe(50);
  });

  it.each([1, 4])('loses its share, %s in a row', (burstLength) => {
    const lane = laneWith({ lossShare: 0.3, burstLength });
    const lost = Array.from({ length: 20_000 }, (_, at) => lane.datagram(100, at) === null);
    const share = lost.filter(Boolean).length / lost.length;
    const bursts = lost.filter((gone, at) => gone && !lost[at - 1]).length;
    expect(share).toBeGreaterThan(0.27);
    expect(share).toBeLessThan(0.33);
    expect((share * lost.length) / bursts).toBeGreaterThan(burstLength === 1 ? 1.2 : 3.4);
    expect((share * lost.length) / bursts).toBeLessThan(burstLength === 1 ? 1.7 : 4.6);
  });

  it('carries no more than its rate, and drops what would wait too long', () => {
    const lane = laneWith({ rateKbit: 100, queueMs: 300 });
    // 2,000 bytes each 100 ms are 160 kbit/s.
    const arrivals = Array.from({ length: 600 }, (_, at) => lane.datagram(2_000, at * 100));
    const arrived = arrivals.filter((at) => at !== null);
    expect((arrived.length * 2_000 * 8) / 60_000).toBeGreaterThan(95);
    expect((arrived.length * 2_000 * 8) / 60_000).toBeLessThan(102);
    expect(Math.max(...arrivals.map((at, index) => (at ?? 0) - index * 100))).toBeLessThanOrEqual(300 + 160);
  });

  it('delays by chance, and keeps the order', () => {
    const lane = laneWith({ delayMs: 100, jitterMs: 50 });
    const arrivals = Array.from({ length: 1_000 }, (_, at) => lane.datagram(100, at * 20) ?? 0);
    expect(arrivals).toEqual(arrivals.toSorted((one, other) => one - other));
    expect(Math.min(...arrivals.map((arrivedAt, at) => arrivedAt - at * 20))).toBeGreaterThanOrEqual(100);
    expect(new Set(arrivals.map((arrivedAt, at) => Math.round(arrivedAt - at * 20))).size).toBeGreaterThan(20);
  });

  it('loses nothing of a stream, which comes late instead', () => {
    const lossy = laneWith({ lossShare: 0.3, delayMs: 50 });
    const arrivals = Array.from({ length: 200 }, (_, at) => lossy.piece(1_400, at * 50) - at * 50);
    expect(Math.max(...arrivals)).toBeGreaterThan(250);
    expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(50);
  });
});
