/**
 * What a unit sends, binary, little-endian. What consoles get is in `batches.ts`.
 *
 * fix (unit → hall, 32 bytes): u8 kind=1 · u8 version=1 · u8 datum (place in DATUMS) · u8 reserved · record
 * record (28 bytes): i32 longitude·1e7 · i32 latitude·1e7 · u16 heading·100 · u16 speed·100 · u16 accuracy·10
 *                    u8 battery (255: not told) · u8 signal · u8 flags · 3 reserved · f64 at
 */
const FIX_VERSION = 1;

/**
 * Reference systems that devices in China hand out, in the order of their code in a fix. The hall converts at its door:
 * everything behind it, what consoles get too, is WGS-84. CGCS2000 differs from WGS-84 by centimetres.
 */
export const DATUMS = ['WGS-84', 'GCJ-02', 'BD-09', 'CGCS2000'] as const;
export type Datum = (typeof DATUMS)[number];

const KIND_FIX = 1;
const RECORD_BYTES = 28;
const FIX_HEADER_BYTES = 4;
const FLAG_CHARGING = 1;
/** Stand for a battery and a signal that the device does not tell. */
const BATTERY_UNKNOWN = 255;
const SIGNAL_UNKNOWN = 255;

export type TelemetryFix = {
  /** Degrees; WGS-84 but for a fix on its way to the hall, which names its own datum. */
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Clockwise from north, 0 to 360. */
  readonly headingDeg: number;
  /** Metres a second, up to 655. */
  readonly speedMps: number;
  /** Radius of the 68 % circle, metres, up to 6,553. */
  readonly accuracyM: number;
  /** 0 to 100; null when the device does not tell. */
  readonly batteryPercent: number | null;
  /** 0 (none) to 4; null when the device does not tell. */
  readonly signalBars: number | null;
  readonly charging: boolean;
  /** When the unit measured it, ms since the epoch. */
  readonly at: number;
};

/** Thrown by the decoders for bytes that are no such frame; `message` says what is wrong. */
export class TelemetryFrameError extends Error {
  override readonly name = 'TelemetryFrameError';
}

export function encodeFix(fix: TelemetryFix, datum: Datum = 'WGS-84'): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FIX_HEADER_BYTES + RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KIND_FIX);
  view.setUint8(1, FIX_VERSION);
  view.setUint8(2, DATUMS.indexOf(datum));
  writeRecord(view, FIX_HEADER_BYTES, fix);
  return bytes;
}

/** A unit's fix and the datum it is in. Errors: TelemetryFrameError when length, kind, version or a value is out of range. */
export function decodeFix(bytes: Uint8Array): { fix: TelemetryFix; datum: Datum } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength !== FIX_HEADER_BYTES + RECORD_BYTES) {
    throw new TelemetryFrameError('the frame has not the length of a fix');
  }
  if (view.getUint8(0) !== KIND_FIX || view.getUint8(1) !== FIX_VERSION) {
    throw new TelemetryFrameError('the frame is of another kind or version');
  }
  const datum = DATUMS[view.getUint8(2)];
  if (datum === undefined) {
    throw new TelemetryFrameError('the datum is unknown');
  }
  return { fix: readRecord(view, FIX_HEADER_BYTES), datum };
}

function writeRecord(view: DataView, offset: number, fix: TelemetryFix): void {
  view.setInt32(offset, Math.round(fix.longitudeDeg * 1e7), true);
  view.setInt32(offset + 4, Math.round(fix.latitudeDeg * 1e7), true);
  view.setUint16(offset + 8, Math.round((((fix.headingDeg % 360) + 360) % 360) * 100), true);
  view.setUint16(offset + 10, clamp(Math.round(fix.speedMps * 100), 65_535), true);
  view.setUint16(offset + 12, clamp(Math.round(fix.accuracyM * 10), 65_535), true);
  view.setUint8(offset + 14, fix.batteryPercent === null ? BATTERY_UNKNOWN : clamp(Math.round(fix.batteryPercent), 100));
  view.setUint8(offset + 15, fix.signalBars === null ? SIGNAL_UNKNOWN : clamp(fix.signalBars, 4));
  view.setUint8(offset + 16, fix.charging ? FLAG_CHARGING : 0);
  view.setFloat64(offset + 20, fix.at, true);
}

function readRecord(view: DataView, offset: number): TelemetryFix {
  const longitudeDeg = view.getInt32(offset, true) / 1e7;
  const latitudeDeg = view.getInt32(offset + 4, true) / 1e7;
  const at = view.getFloat64(offset + 20, true);
  const battery = view.getUint8(offset + 14);
  const signalBars = view.getUint8(offset + 15);
  if (Math.abs(longitudeDeg) > 180 || Math.abs(latitudeDeg) > 90) {
    throw new TelemetryFrameError('the position is not on the globe');
  }
  if (!Number.isFinite(at) || at < 0) {
    throw new TelemetryFrameError('the time is not a time');
  }
  if ((battery > 100 && battery !== BATTERY_UNKNOWN) || (signalBars > 4 && signalBars !== SIGNAL_UNKNOWN)) {
    throw new TelemetryFrameError('battery or signal is out of range');
  }
  return {
    longitudeDeg,
    latitudeDeg,
    headingDeg: view.getUint16(offset + 8, true) / 100,
    speedMps: view.getUint16(offset + 10, true) / 100,
    accuracyM: view.getUint16(offset + 12, true) / 10,
    batteryPercent: battery === BATTERY_UNKNOWN ? null : battery,
    signalBars: signalBars === SIGNAL_UNKNOWN ? null : signalBars,
    charging: (view.getUint8(offset + 16) & FLAG_CHARGING) !== 0,
    at,
  };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(0, value));
}
