import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TelemetryFrameError } from './frames.ts';
import { packTrack, TrackPacker, unpackTrack, type TrackPoint } from './packedTrack.ts';

const anyPoint: fc.Arbitrary<TrackPoint> = fc.record({
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  longitudeDeg: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((value) => value / 1e7),
  latitudeDeg: fc.integer({ min: -900_000_000, max: 900_000_000 }).map((value) => value / 1e7),
  headingDeg: fc.integer({ min: 0, max: 255 }).map((value) => (value * 360) / 256),
  speedMps: fc.integer({ min: 0, max: 6_554 }).map((value) => value / 10),
  accuracyM: fc.integer({ min: 0, max: 6_554 }),
});

describe('a packed track', () => {
  it('comes back as it was, also when it was packed in parts', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 50 }), fc.nat(50), (points, cut) => {
        expect(unpackTrack(packTrack(points))).toEqual(points);
        const packer = new TrackPacker();
        points.slice(0, cut).forEach((point) => packer.add(point));
        const first = packer.bytesFrom(0).slice();
        points.slice(cut).forEach((point) => packer.add(point));
        expect(unpackTrack(new Uint8Array([...first, ...packer.bytesFrom(first.length)]))).toEqual(points);
      }),
    );
  });

  it('takes about eleven bytes a second of driving', () => {
    const points = Array.from({ length: 600 }, (_, index) => ({ at: 1_800_000_000_000 + index * 1_000, longitudeDeg: 118 + index * 0.0002, latitudeDeg: 24 + index * 0.0001, headingDeg: 63, speedMps: 11.2, accuracyM: 6 }));
    expect(packTrack(points).length / points.length).toBeLessThan(12);
  });

  it('is refused when it is cut off or leaves the globe', () => {
    const bytes = packTrack([{ at: 1, longitudeDeg: 180, latitudeDeg: 0, headingDeg: 0, speedMps: 0, accuracyM: 0 }]);
    expect(() => unpackTrack(bytes.subarray(0, bytes.length - 1))).toThrow(TelemetryFrameError);
    expect(() => unpackTrack(new Uint8Array([...bytes, ...bytes]))).toThrow(TelemetryFrameError);
  });
});
