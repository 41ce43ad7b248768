/**
 * A unit's way as bytes; the archive keeps it so, and `track.read` answers it so (base64).
 *
 * point: zigzag (at − at of the point before) ms · zigzag longitude·1e7 · zigzag latitude·1e7 (differences, too)
 *        u8 heading in 256ths of a circle · varint speed dm/s · varint accuracy m
 * The first point is against 0. Points stand in the order in which they came, which is not always that of their times.
 */
import { ByteReader, ByteWriter } from './bytes.ts';
import { TelemetryFrameError } from './frames.ts';

export type TrackPoint = {
  /** Ms since the epoch. */
  readonly at: number;
  /** WGS-84, degrees; kept to 1e-7. */
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Clockwise from north, kept to 1.4°. */
  readonly headingDeg: number;
  /** Kept to 0.1 m/s. */
  readonly speedMps: number;
  readonly accuracyM: number;
};

/** Packs points one after the other. */
export class TrackPacker {
  readonly #writer = new ByteWriter(64);
  #at = 0;
  #longitudeE7 = 0;
  #latitudeE7 = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get length(): number {
    return this.#writer.length;
  }

  add(point: TrackPoint): void {
    const at = Math.round(point.at);
    const longitudeE7 = Math.round(point.longitudeDeg * 1e7);
    const latitudeE7 = Math.round(point.latitudeDeg * 1e7);
    const writer = this.#writer;
    writer.zigzag(at - this.#at);
    writer.zigzag(longitudeE7 - this.#longitudeE7);
    writer.zigzag(latitudeE7 - this.#latitudeE7);
    writer.byte(Math.round((point.headingDeg * 256) / 360) & 255);
    writer.varint(Math.round(point.speedMps * 10));
    writer.varint(Math.round(point.accuracyM));
    this.#at = at;
    this.#longitudeE7 = longitudeE7;
    this.#latitudeE7 = latitudeE7;
    this.#count += 1;
  }

  /** A view of what was packed from this byte on; good until the next point. */
  bytesFrom(start: number): Uint8Array<ArrayBuffer> {
    return this.#writer.from(start);
  }
}

export function packTrack(points: Iterable<TrackPoint>): Uint8Array<ArrayBuffer> {
  const packer = new TrackPacker();
  for (const point of points) {
    packer.add(point);
  }
  return packer.bytesFrom(0);
}

/** Errors: TelemetryFrameError for bytes that are no track. */
export function unpackTrack(bytes: Uint8Array): TrackPoint[] {
  const reader = new ByteReader(bytes);
  const points: TrackPoint[] = [];
  let [at, longitudeE7, latitudeE7] = [0, 0, 0];
  while (reader.left > 0) {
    at += reader.zigzag();
    longitudeE7 += reader.zigzag();
    latitudeE7 += reader.zigzag();
    if (at < 0 || Math.abs(longitudeE7) > 1_800_000_000 || Math.abs(latitudeE7) > 900_000_000) {
      throw new TelemetryFrameError('a point of the track is nowhere');
    }
    const headingDeg = (reader.byte() * 360) / 256;
    points.push({ at, longitudeDeg: longitudeE7 / 1e7, latitudeDeg: latitudeE7 / 1e7, headingDeg, speedMps: reader.varint() / 10, accuracyM: reader.varint() });
  }
  return points;
}
