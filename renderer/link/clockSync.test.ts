import { describe, expect, it } from 'vitest';
import { ClockSync } from './clockSync.ts';

describe('clock offset', () => {
  it('comes from the quickest answer, the round trip from the newest', () => {
    const sync = new ClockSync();
    // The hall is 1,000 ms ahead; the slow answer spent all its delay on the way back.
    sync.add({ sentAt: 0, receivedAt: 20, serverAt: 1_010, rate: 1 });
    const reading = sync.add({ sentAt: 5_000, receivedAt: 5_400, serverAt: 6_010, rate: 1 });
    expect(reading).toEqual({ clockOffsetMs: 1_000, roundTripMs: 400, clockRate: 1 });
  });

  it('forgets an old quick answer, so that drift is followed', () => {
    const sync = new ClockSync();
    sync.add({ sentAt: 0, receivedAt: 2, serverAt: 501, rate: 1 });
    let reading = { clockOffsetMs: Number.NaN };
    for (let sentAt = 5_000; sentAt <= 60_000; sentAt += 5_000) {
      reading = sync.add({ sentAt, receivedAt: sentAt + 10, serverAt: sentAt + 5, rate: 1 });
    }
    expect(reading.clockOffsetMs).toBe(0);
  });

  it('runs at the hall’s pace, and by what was measured at that pace alone', () => {
    const sync = new ClockSync();
    sync.add({ sentAt: 0, receivedAt: 2, serverAt: 1, rate: 1 });
    sync.add({ sentAt: 1_000, receivedAt: 1_200, serverAt: 50_000, rate: 60 });
    // At 1,100 here it was 50,000 there.
    expect(sync.hallTimeAt(1_100)).toBe(50_000);
    expect(sync.hallTimeAt(2_100)).toBe(50_000 + 60_000);
    expect(sync.add({ sentAt: 3_000, receivedAt: 3_000, serverAt: 170_000, rate: 0 })).toEqual({ clockOffsetMs: 167_000, roundTripMs: 0, clockRate: 0 });
    expect(sync.hallTimeAt(9_000)).toBe(170_000);
  });

  it('leaps when it is told to, and lets the next answer put it right', () => {
    const sync = new ClockSync();
    sync.add({ sentAt: 0, receivedAt: 100, serverAt: 50, rate: 1 });
    expect(sync.changed({ receivedAt: 1_000, serverAt: 600_000, rate: 1 })).toMatchObject({ clockOffsetMs: 599_050, roundTripMs: 100 });
    sync.add({ sentAt: 2_000, receivedAt: 2_400, serverAt: 601_300, rate: 1 });
    expect(sync.hallTimeAt(2_200)).toBe(601_300);
  });
});
