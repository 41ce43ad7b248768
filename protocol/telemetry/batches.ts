/**
 * What consoles get of all units' positions, binary, little-endian; WGS-84.
 *
 * batch: u8 kind=2 · u8 version=2 · u8 keyframe (0 or 1) · f64 sentAt · varint sequence · varint count · count × row
 * row:   varint gap (telemetryIndex minus that of the row before, minus 1; rows ascend) · u8 flags · fields by the flags, in this order
 *        place: zigzag longitude·1e7 · zigzag latitude·1e7 (against the base; in a full row against 0)
 *        heading: u8 in 256ths of a circle · speed: varint dm/s · accuracy: varint m
 *        status: u8 battery (255: not told) · u8 signal bars (7: not told) + 8 when charging
 *        always: zigzag (sentAt − at) ms
 *
 * The rule: a keyframe has every row in full and stands for itself. Any other batch holds only what changed since the batch
 * with the sequence before it, and is good for those alone who have read that one; a reader that has not must pass over all
 * batches until the next keyframe, which the hall sends to whoever is new, was left out once, or asks (`telemetry.follow`).
 */
import { ByteReader, ByteWriter } from './bytes.ts';
import { TelemetryFrameError, type TelemetryFix } from './frames.ts';

const KIND_BATCH = 2;
const BATCH_VERSION = 2;
const HAS = { full: 1, place: 2, heading: 4, speed: 8, accuracy: 16, status: 32 } as const;
const ALL_FIELDS = 63;
const CHARGING = 8;
const BATTERY_UNKNOWN = 255;
const SIGNAL_BITS = 7;
const SIGNAL_UNKNOWN = 7;
const MOST_LONGITUDE_E7 = 1_800_000_000;
const MOST_LATITUDE_E7 = 900_000_000;

/** A unit's state as it goes to consoles: whole numbers only, so that differences add up to the same on both sides. */
export type BatchRow = {
  readonly telemetryIndex: number;
  readonly longitudeE7: number;
  readonly latitudeE7: number;
  /** 256ths of a circle, clockwise from north. */
  readonly heading256: number;
  /** Decimetres a second. */
  readonly speedDmps: number;
  readonly accuracyM: number;
  /** Percent; 255 when the device does not tell. */
  readonly battery: number;
  /** Signal bars, 7 when the device does not tell, plus 8 when charging. */
  readonly signal: number;
  /** Ms since the epoch. */
  readonly at: number;
};

export function batchRowOf(telemetryIndex: number, fix: TelemetryFix): BatchRow {
  return {
    telemetryIndex,
    longitudeE7: Math.round(fix.longitudeDeg * 1e7),
    latitudeE7: Math.round(fix.latitudeDeg * 1e7),
    heading256: Math.round((fix.headingDeg * 256) / 360) & 255,
    speedDmps: Math.round(fix.speedMps * 10),
    accuracyM: Math.round(fix.accuracyM),
    battery: fix.batteryPercent ?? BATTERY_UNKNOWN,
    signal: (fix.signalBars ?? SIGNAL_UNKNOWN) + (fix.charging ? CHARGING : 0),
    at: Math.round(fix.at),
  };
}

export function fixOfRow(row: BatchRow): TelemetryFix {
  return {
    longitudeDeg: row.longitudeE7 / 1e7,
    latitudeDeg: row.latitudeE7 / 1e7,
    headingDeg: (row.heading256 * 360) / 256,
    speedMps: row.speedDmps / 10,
    accuracyM: row.accuracyM,
    batteryPercent: row.battery === BATTERY_UNKNOWN ? null : row.battery,
    signalBars: (row.signal & SIGNAL_BITS) === SIGNAL_UNKNOWN ? null : row.signal & SIGNAL_BITS,
    charging: (row.signal & CHARGING) !== 0,
    at: row.at,
  };
}

/** A row, and what those who get it know of its unit: the row of the batch before; null when that had none. */
export type ChangedRow = { readonly row: BatchRow; readonly base: BatchRow | null };
type Place = { readonly sentAt: number; readonly sequence: number };

/** Everything, for whoever has nothing. Rows ascend by `telemetryIndex`; `sentAt` is a whole number. */
export function encodeKeyframe(rows: readonly BatchRow[], place: Place): Uint8Array<ArrayBuffer> {
  return encodeBatch(rows.map((row) => ({ row, base: null })), place, true);
}

/** What changed, for those who have read the batch of `sequence - 1`. Rows ascend by `telemetryIndex`. */
export function encodeChanges(changes: readonly ChangedRow[], place: Place): Uint8Array<ArrayBuffer> {
  return encodeBatch(changes, place, false);
}

function encodeBatch(changes: readonly ChangedRow[], { sentAt, sequence }: Place, keyframe: boolean): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(32 + changes.length * 20);
  writer.byte(KIND_BATCH);
  writer.byte(BATCH_VERSION);
  writer.byte(keyframe ? 1 : 0);
  writer.float64(sentAt);
  writer.varint(sequence);
  writer.varint(changes.length);
  let before = -1;
  for (const { row, base } of changes) {
    writer.varint(row.telemetryIndex - before - 1);
    before = row.telemetryIndex;
    writeRow(writer, row, base, sentAt);
  }
  return writer.from(0);
}

function writeRow(writer: ByteWriter, row: BatchRow, base: BatchRow | null, sentAt: number): void {
  const flags = base === null ? ALL_FIELDS : flagsOf(row, base);
  writer.byte(flags);
  if (flags & HAS.place) {
    writer.zigzag(row.longitudeE7 - (base?.longitudeE7 ?? 0));
    writer.zigzag(row.latitudeE7 - (base?.latitudeE7 ?? 0));
  }
  if (flags & HAS.heading) {
    writer.byte(row.heading256);
  }
  if (flags & HAS.speed) {
    writer.varint(row.speedDmps);
  }
  if (flags & HAS.accuracy) {
    writer.varint(row.accuracyM);
  }
  if (flags & HAS.status) {
    writer.byte(row.battery);
    writer.byte(row.signal);
  }
  writer.zigzag(sentAt - row.at);
}

function flagsOf(row: BatchRow, base: BatchRow): number {
  return (
    (row.longitudeE7 !== base.longitudeE7 || row.latitudeE7 !== base.latitudeE7 ? HAS.place : 0) |
    (row.heading256 !== base.heading256 ? HAS.heading : 0) |
    (row.speedDmps !== base.speedDmps ? HAS.speed : 0) |
    (row.accuracyM !== base.accuracyM ? HAS.accuracy : 0) |
    (row.battery !== base.battery || row.signal !== base.signal ? HAS.status : 0)
  );
}

/** What a batch told: the rows it brought, and when the hall sent it. */
export type ReadBatch = { readonly sentAt: number; readonly keyframe: boolean; readonly rows: readonly BatchRow[] };

/** One console's side: holds the rows that differences are against. */
export class BatchReader {
  #rows = new Map<number, BatchRow>();
  #sequence: number | null = null;

  /** The newest of each unit that was told, by telemetry index. */
  get rows(): ReadonlyMap<number, BatchRow> {
    return this.#rows;
  }

  /** Takes a new session's batches, which begin with a keyframe. */
  reset(): void {
    this.#rows = new Map();
    this.#sequence = null;
  }

  /**
   * The rows of a batch; null for one that follows on a batch that was not read: ask for everything again. Errors: TelemetryFrameError
   * for bytes that are no batch; nothing of them is taken over, and what follows on them is null, too.
   */
  read(bytes: Uint8Array): ReadBatch | null {
    const reader = new ByteReader(bytes);
    const { keyframe, sentAt, sequence, count } = readHeader(reader);
    if (!keyframe && (this.#sequence === null || sequence !== this.#sequence + 1)) {
      this.#sequence = null;
      return null;
    }
    const rows = this.#readRows(reader, { count, sentAt, keyframe });
    if (keyframe) {
      this.#rows = new Map();
    }
    for (const row of rows) {
      this.#rows.set(row.telemetryIndex, row);
    }
    this.#sequence = sequence;
    return { sentAt, keyframe, rows };
  }

  #readRows(reader: ByteReader, { count, sentAt, keyframe }: { count: number; sentAt: number; keyframe: boolean }): BatchRow[] {
    const rows: BatchRow[] = [];
    let telemetryIndex = -1;
    for (let place = 0; place < count; place += 1) {
      telemetryIndex += reader.varint() + 1;
      const flags = reader.byte();
      const base = this.#rows.get(telemetryIndex);
      const full = flags === ALL_FIELDS;
      if (flags > ALL_FIELDS || (!full && (flags & HAS.full || keyframe || base === undefined))) {
        throw new TelemetryFrameError('a row is no difference to anything');
      }
      rows.push(readRow(reader, { telemetryIndex, flags, base: full ? NOWHERE : (base ?? NOWHERE), sentAt }));
    }
    if (reader.left !== 0) {
      throw new TelemetryFrameError('the batch has trailing bytes');
    }
    return rows;
  }
}

const NOWHERE: BatchRow = { telemetryIndex: 0, longitudeE7: 0, latitudeE7: 0, heading256: 0, speedDmps: 0, accuracyM: 0, battery: BATTERY_UNKNOWN, signal: 0, at: 0 };

function readHeader(reader: ByteReader) {
  if (reader.byte() !== KIND_BATCH || reader.byte() !== BATCH_VERSION) {
    throw new TelemetryFrameError('the frame is of another kind or version');
  }
  const keyframe = reader.byte();
  const sentAt = reader.float64();
  const header = { keyframe: keyframe === 1, sentAt, sequence: reader.varint(), count: reader.varint() };
  // A row takes three bytes at least: what claims more rows is not begun with.
  if (keyframe > 1 || !Number.isSafeInteger(sentAt) || sentAt < 0 || header.count * 3 > reader.left) {
    throw new TelemetryFrameError('the head of the batch makes no sense');
  }
  return header;
}

function readRow(reader: ByteReader, { telemetryIndex, flags, base, sentAt }: { telemetryIndex: number; flags: number; base: BatchRow; sentAt: number }): BatchRow {
  const moved = (flags & HAS.place) !== 0;
  const status = (flags & HAS.status) !== 0;
  const row: BatchRow = {
    telemetryIndex,
    longitudeE7: moved ? base.longitudeE7 + reader.zigzag() : base.longitudeE7,
    latitudeE7: moved ? base.latitudeE7 + reader.zigzag() : base.latitudeE7,
    heading256: flags & HAS.heading ? reader.byte() : base.heading256,
    speedDmps: flags & HAS.speed ? reader.varint() : base.speedDmps,
    accuracyM: flags & HAS.accuracy ? reader.varint() : base.accuracyM,
    battery: status ? reader.byte() : base.battery,
    signal: status ? reader.byte() : base.signal,
    at: sentAt - reader.zigzag(),
  };
  if (Math.abs(row.longitudeE7) > MOST_LONGITUDE_E7 || Math.abs(row.latitudeE7) > MOST_LATITUDE_E7) {
    throw new TelemetryFrameError('the position is not on the globe');
  }
  if ((row.battery > 100 && row.battery !== BATTERY_UNKNOWN) || !isSignal(row.signal) || row.at < 0 || row.speedDmps > 6_554 || row.accuracyM > 6_554) {
    throw new TelemetryFrameError('a value of a row is out of range');
  }
  return row;
}

function isSignal(signal: number): boolean {
  const bars = signal & SIGNAL_BITS;
  return signal <= SIGNAL_BITS + CHARGING && (bars <= 4 || bars === SIGNAL_UNKNOWN);
}
