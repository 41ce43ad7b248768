import { describe, expect, it } from 'vitest';
import { placeOf, placeText, signalBars, type Reading } from './positions.ts';

function aReading(changes: Partial<Reading> = {}): Reading {
  return { latitude: 24.4684, longitude: 118.0872, accuracy: 8, heading: null, speed: null, timestamp: 1_000, ...changes };
}

describe('a place from a reading', () => {
  it('takes heading and speed as the device tells them', () => {
    expect(placeOf(aReading({ heading: 90, speed: 3 }), null)).toMatchObject({ headingDeg: 90, speedMps: 3, accuracyM: 8 });
  });

  it('finds them from the way when the device does not, NaN included', () => {
    const first = aReading();
    const place = placeOf(first, null);
    const next = aReading({ latitude: 24.4693, heading: Number.NaN, timestamp: 11_000 });
    const moved = placeOf(next, { reading: first, place });
    expect(moved.headingDeg).toBeCloseTo(0, 5);
    expect(moved.speedMps).toBeCloseTo(10, 0);
    const east = placeOf(aReading({ longitude: 118.0882, timestamp: 11_000 }), { reading: first, place });
    expect(east.headingDeg).toBeCloseTo(90, 0);
  });

  it('keeps its heading while it stands', () => {
    const first = aReading();
    const last = { reading: first, place: { ...placeOf(first, null), headingDeg: 123 } };
    expect(placeOf(aReading({ latitude: 24.468401, timestamp: 2_000 }), last)).toMatchObject({ headingDeg: 123, speedMps: 0 });
  });

  it('is written as recorders write it', () => {
    expect(placeText({ longitudeDeg: 118.0872, latitudeDeg: 24.46844 })).toBe('118.0872°E 24.4684°N');
    expect(placeText({ longitudeDeg: -0.5, latitudeDeg: -3 })).toBe('0.5000°W 3.0000°S');
  });
});

describe('signal bars', () => {
  it.each([
    [20, 4], [150, 3], [400, 2], [2_000, 1],
  ])('a round trip of %i ms is %i bars', (roundTripMs, bars) => {
    expect(signalBars({ online: true, roundTripMs })).toBe(bars);
  });

  it('are none without a hall', () => {
    expect(signalBars({ online: false, roundTripMs: 10 })).toBe(0);
    expect(signalBars({ online: true, roundTripMs: null })).toBe(0);
  });
});
