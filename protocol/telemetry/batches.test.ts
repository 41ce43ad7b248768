import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchReader, batchRowOf, encodeChanges, encodeKeyframe, fixOfRow, type BatchRow } from './batches.ts';
import { TelemetryFrameError, type TelemetryFix } from './frames.ts';

const SENT_AT = 1_800_000_000_000;

const anyRow = (telemetryIndex: number): fc.Arbitrary<BatchRow> =>
  fc.record({
    telemetryIndex: fc.constant(telemetryIndex),
    longitudeE7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
    latitudeE7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    heading256: fc.integer({ min: 0, max: 255 }),
    speedDmps: fc.integer({ min: 0, max: 6_554 }),
    accuracyM: fc.integer({ min: 0, max: 6_554 }),
    battery: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(255)),
    signal: fc.constantFrom(0, 1, 2, 3, 4, 8, 12),
    at: fc.oneof(fc.integer({ min: SENT_AT - 5_000, max: SENT_AT + 60_000 }), fc.integer({ min: 0, max: SENT_AT })),
  });

/** A turn of the hall: which units have something new, and which followers cannot take the frame. */
const anyTurn = fc.record({ changes: fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 12 }).chain((indexes) => fc.tuple(...indexes.map(anyRow))), left: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }) });

describe('batches', () => {
  it('bring every follower who reads to the hall’s own state, whatever frames were left out before', () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 20 }), (turns) => {
        const now = new Map<number, BatchRow>();
        const followers = [0, 1, 2].map(() => ({ reader: new BatchReader(), behind: true }));
        let sequence = 0;
        for (const [turn, { changes, left }] of turns.entries()) {
          const sentAt = SENT_AT + turn * 100;
          const rows = changes.toSorted((one, other) => one.telemetryIndex - other.telemetryIndex);
          const changed = rows.map((row) => ({ row, base: now.get(row.telemetryIndex) ?? null }));
          rows.forEach((row) => now.set(row.telemetryIndex, row));
          sequence += 1;
          const everything = encodeKeyframe([...now.values()].sort((one, other) => one.telemetryIndex - other.telemetryIndex), { sentAt, sequence });
          const differences = encodeChanges(changed, { sentAt, sequence });
          for (const [index, follower] of followers.entries()) {
            const missed = left.includes(index);
            if (!missed) {
              follower.reader.read(follower.behind ? everything : differences);
            }
            follower.behind = missed;
          }
          const upToDate = followers.filter(({ behind }) => !behind);
          expect(upToDate.map(({ reader }) => reader.rows)).toEqual(upToDate.map(() => now));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are passed over after one that was missed, until everything comes again', () => {
    const reader = new BatchReader();
    const row = batchRowOf(5, aFix());
    const moved = { ...row, longitudeE7: row.longitudeE7 + 10 };
    expect(reader.read(encodeChanges([{ row, base: null }], { sentAt: SENT_AT, sequence: 1 }))).toBeNull();
    reader.read(encodeKeyframe([row], { sentAt: SENT_AT, sequence: 4 }));
    expect(reader.read(encodeChanges([{ row: moved, base: row }], { sentAt: SENT_AT, sequence: 6 }))).toBeNull();
    expect(reader.read(encodeChanges([{ row: moved, base: row }], { sentAt: SENT_AT, sequence: 5 }))).toBeNull();
    expect(reader.rows.get(5)).toEqual(row);
    expect(reader.read(encodeKeyframe([moved], { sentAt: SENT_AT, sequence: 7 }))?.rows).toEqual([moved]);
    expect(reader.read(encodeChanges([{ row, base: moved }], { sentAt: SENT_AT, sequence: 8 }))?.rows).toEqual([row]);
  });

  it('take at most 16 bytes for a unit that drives', () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => batchRowOf(index * 10, aFix({ longitudeDeg: 118 + index / 1_000, at: SENT_AT - 37 })));
    const changes = rows.map((base) => ({ base, row: { ...base, longitudeE7: base.longitudeE7 + 1_950, latitudeE7: base.latitudeE7 - 1_310, heading256: 17, speedDmps: 183, at: base.at + 1_000 } }));
    const bytes = encodeChanges(changes, { sentAt: SENT_AT + 1_000, sequence: 9 });
    expect(bytes.length / changes.length).toBeLessThan(13);
  });

  it('that are malformed are refused, and nothing of them is taken over', () => {
    const base = batchRowOf(5, aFix());
    const others = batchRowOf(9, aFix({ longitudeDeg: 117 }));
    const good = encodeChanges([{ row: { ...base, heading256: 1 }, base }, { row: others, base: null }], { sentAt: SENT_AT, sequence: 2 });
    const reader = new BatchReader();
    const restart = () => reader.read(encodeKeyframe([base], { sentAt: SENT_AT, sequence: 1 }));
    for (let length = 0; length < good.length; length += 1) {
      restart();
      expect(() => reader.read(good.subarray(0, length))).toThrow(TelemetryFrameError);
      expect([...reader.rows.values()]).toEqual([base]);
    }
    expect(() => reader.read(new Uint8Array([...good, 0]))).toThrow(TelemetryFrameError);
    // A difference to a unit that was never told.
    restart();
    expect(() => reader.read(encodeChanges([{ row: others, base: { ...others, battery: 3 } }], { sentAt: SENT_AT, sequence: 2 }))).toThrow(TelemetryFrameError);
    expect(() => reader.read(encodeChanges([{ row: { ...base, longitudeE7: 1_800_000_001 }, base: null }], { sentAt: SENT_AT, sequence: 2 }))).toThrow(TelemetryFrameError);
    expect(() => reader.read(encodeChanges([{ row: { ...base, battery: 101 }, base: null }], { sentAt: SENT_AT, sequence: 2 }))).toThrow(TelemetryFrameError);
    expect(() => reader.read(encodeChanges([{ row: { ...base, signal: 5 }, base: null }], { sentAt: SENT_AT, sequence: 2 }))).toThrow(TelemetryFrameError);
  });

  it('never do anything but read or refuse, whatever bytes come', () => {
    const head = [2, 2];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, dressed) => {
        const told = errorOf(() => new BatchReader().read(dressed ? new Uint8Array([...head, ...bytes]) : bytes));
        expect(told === null || told instanceof TelemetryFrameError).toBe(true);
      }),
    );
  });

  it('keep a fix to a centimetre, and what a device does not tell', () => {
    const fix = aFix({ headingDeg: 359.9, batteryPercent: null, signalBars: null, charging: true });
    const row = batchRowOf(1, fix);
    expect(row.heading256).toBe(0);
    expect(fixOfRow(row)).toMatchObject({ longitudeDeg: fix.longitudeDeg, latitudeDeg: fix.latitudeDeg, batteryPercent: null, charging: true, signalBars: null, at: fix.at });
  });
});

function aFix(change: Partial<TelemetryFix> = {}): TelemetryFix {
  return { longitudeDeg: 118.0894, latitudeDeg: 24.4798, headingDeg: 90.5, speedMps: 5.2, accuracyM: 8, batteryPercent: 77, signalBars: 3, charging: false, at: SENT_AT, ...change };
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
