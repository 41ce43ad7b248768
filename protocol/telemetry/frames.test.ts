import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFix, encodeFix, TelemetryFrameError, type TelemetryFix } from './frames.ts';

function aFix(change: Partial<TelemetryFix> = {}): TelemetryFix {
  return { longitudeDeg: 118.0894, latitudeDeg: 24.4798, headingDeg: 90.5, speedMps: 5.25, accuracyM: 8.5, batteryPercent: 77, signalBars: 3, charging: false, at: 1_800_000_000_123, ...change };
}

const BATTERY_AT = 4 + 14;

describe('a fix on the wire', () => {
  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: 100 })), fc.option(fc.integer({ min: 0, max: 4 })), fc.boolean(), (batteryPercent, signalBars, charging) => {
        const fix = aFix({ batteryPercent, signalBars, charging });
        expect(decodeFix(encodeFix(fix)).fix).toEqual(fix);
      }),
    );
  });

  it('keeps an unknown battery apart from an empty and a full one', () => {
    expect(decodeFix(encodeFix(aFix({ batteryPercent: null }))).fix.batteryPercent).toBeNull();
    expect(decodeFix(encodeFix(aFix({ batteryPercent: 0 }))).fix.batteryPercent).toBe(0);
    expect(decodeFix(encodeFix(aFix({ batteryPercent: 250 }))).fix.batteryPercent).toBe(100);
    expect(encodeFix(aFix({ batteryPercent: null }))[BATTERY_AT]).toBe(255);
  });

  it.each([101, 128, 200, 254])('is refused with a battery of %i', (battery) => {
    const bytes = encodeFix(aFix());
    bytes[BATTERY_AT] = battery;
    expect(() => decodeFix(bytes)).toThrow(TelemetryFrameError);
  });

  it.each([5, 7, 254])('is refused with a signal of %i bars', (bars) => {
    const bytes = encodeFix(aFix());
    bytes[BATTERY_AT + 1] = bars;
    expect(() => decodeFix(bytes)).toThrow(TelemetryFrameError);
  });

  it('is refused short, long, or as something else', () => {
    const bytes = encodeFix(aFix());
    expect(() => decodeFix(bytes.subarray(0, 31))).toThrow(TelemetryFrameError);
    expect(() => decodeFix(new Uint8Array(33).fill(1))).toThrow(TelemetryFrameError);
    bytes[0] = 2;
    expect(() => decodeFix(bytes)).toThrow(TelemetryFrameError);
  });

  it('names the datum of a fix and refuses one it does not know', () => {
    expect(decodeFix(encodeFix(aFix())).datum).toBe('WGS-84');
    expect(decodeFix(encodeFix(aFix(), 'GCJ-02')).datum).toBe('GCJ-02');
    const bytes = encodeFix(aFix());
    bytes[2] = 9;
    expect(() => decodeFix(bytes)).toThrow(TelemetryFrameError);
  });
});
