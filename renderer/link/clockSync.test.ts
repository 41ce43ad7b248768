import { describe, expect, it } from 'vitest';
import { ClockSync } from './clockSync.ts';

describe('clock offset', () => {
  it('comes from the quickest answer, the round trip from the newest', () => {
    const sync = new ClockSync();
    // The hall is 1,000 ms ahead; the slow answer spent all its delay on the way back.
    sync.add({ sentAt: 0, receivedAt: 20, serverAt: 1_010 });
    const reading = sync.add({ sentAt: 5_000, receivedAt: 5_400, serverAt: 6_010 });
    expect(reading).toEqual({ clockOffsetMs: 1_000, roundTripMs: 400 });
  });

  it('forgets an old quick answer, so that drift is followed', () => {
    const sync = new ClockSync();
    sync.add({ sentAt: 0, receivedAt: 2, serverAt: 501 });
    let reading = { clockOffsetMs: Number.NaN, roundTripMs: 0 };
    for (let sentAt = 5_000; sentAt <= 60_000; sentAt += 5_000) {
      reading = sync.add({ sentAt, receivedAt: sentAt + 10, serverAt: sentAt + 5 });
    }
    expect(reading.clockOffsetMs).toBe(0);
  });
});
