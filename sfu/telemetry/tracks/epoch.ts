import { ByteReader, ByteWriter } from '#protocol/telemetry/bytes.ts';
import { unitId as unitIdSchema, type UnitId } from '#protocol/nouns/ids.ts';
import { TrackPacker, unpackTrack, type TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import type { TrackBlock } from '../../ports/tracks.ts';

const ID_BYTES = 16;

type Gathered = {
  /** The unit's id as it stands in a tail. */
  readonly key: Uint8Array;
  readonly packer: TrackPacker;
  /** Bytes that are in a tail already. */
  tailed: number;
  fromAt: number;
  untilAt: number;
};

/** All units' fixes of a few minutes, packed, in memory until they are kept. */
export class Epoch {
  readonly number: number;
  readonly #units = new Map<UnitId, Gathered>();
  readonly #untailed = new Set<UnitId>();
  #bytes = 0;
  #points = 0;

  constructor(number: number) {
    this.number = number;
  }

  /** Packed, without what keeping them costs. */
  get bytes(): number {
    return this.#bytes;
  }

  get points(): number {
    return this.#points;
  }

  get unitIds(): UnitId[] {
    return [...this.#units.keys()];
  }

  add(unitId: UnitId, point: TrackPoint): void {
    const gathered = this.#units.get(unitId) ?? this.#begin(unitId, point);
    const before = gathered.packer.length;
    gathered.packer.add(point);
    gathered.fromAt = Math.min(gathered.fromAt, point.at);
    gathered.untilAt = Math.max(gathered.untilAt, point.at);
    this.#untailed.add(unitId);
    this.#bytes += gathered.packer.length - before;
    this.#points += 1;
  }

  #begin(unitId: UnitId, { at }: TrackPoint): Gathered {
    const gathered = { key: Buffer.from(unitId.replaceAll('-', ''), 'hex'), packer: new TrackPacker(), tailed: 0, fromAt: at, untilAt: at };
    this.#units.set(unitId, gathered);
    return gathered;
  }

  pointsOf(unitId: UnitId): TrackPoint[] {
    const gathered = this.#units.get(unitId);
    return gathered === undefined ? [] : unpackTrack(gathered.packer.bytesFrom(0));
  }

  /**
   * What came since the last tail, null for nothing: unit by unit its id (16 bytes), a length, and so many bytes that follow on
   * those of the tail before. Call `kept` when it is safe; without that the next tail holds it again.
   */
  tail(): { readonly bytes: Uint8Array; readonly kept: () => void } | null {
    if (this.#untailed.size === 0) {
      return null;
    }
    const writer = new ByteWriter(this.#untailed.size * 48);
    const upTo: [UnitId, Gathered, number][] = [];
    for (const unitId of this.#untailed) {
      const gathered = this.#units.get(unitId);
      if (gathered !== undefined) {
        const part = gathered.packer.bytesFrom(gathered.tailed);
        writer.raw(gathered.key);
        writer.varint(part.length);
        writer.raw(part);
        upTo.push([unitId, gathered, gathered.packer.length]);
      }
    }
    const kept = () => {
      for (const [unitId, gathered, length] of upTo) {
        gathered.tailed = length;
        if (gathered.packer.length === length) {
          this.#untailed.delete(unitId);
        }
      }
    };
    return { bytes: writer.from(0), kept };
  }

  blocks(unitIds: readonly UnitId[]): TrackBlock[] {
    return unitIds.flatMap((unitId) => {
      const gathered = this.#units.get(unitId);
      return gathered === undefined
        ? []
        : [{ unitId, epoch: this.number, fromAt: gathered.fromAt, untilAt: gathered.untilAt, points: gathered.packer.count, packed: gathered.packer.bytesFrom(0) }];
    });
  }
}

/** The blocks that an epoch would have come to, from its tails in their order. Units whose bytes make no sense are passed over. Errors: TelemetryFrameError for a tail that is none. */
export function blocksFromTails(epoch: number, tails: readonly Uint8Array[]): { blocks: TrackBlock[]; broken: number } {
  const parts = new Map<string, Uint8Array[]>();
  for (const tail of tails) {
    const reader = new ByteReader(tail);
    while (reader.left > 0) {
      const id = Buffer.from(reader.raw(ID_BYTES)).toString('hex');
      const part = reader.raw(reader.varint());
      const pieces = parts.get(id);
      if (pieces === undefined) {
        parts.set(id, [part]);
      } else {
        pieces.push(part);
      }
    }
  }
  const blocks: TrackBlock[] = [];
  let broken = 0;
  for (const [id, pieces] of parts) {
    const unitId = unitIdSchema.safeParse(id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    const packed = Buffer.concat(pieces);
    const points = pointsIn(packed);
    if (!unitId.success || points === null || points.length === 0) {
      broken += 1;
      continue;
    }
    let [fromAt, untilAt] = [Infinity, -Infinity];
    for (const { at } of points) {
      fromAt = Math.min(fromAt, at);
      untilAt = Math.max(untilAt, at);
    }
    blocks.push({ unitId: unitId.data, epoch, fromAt, untilAt, points: points.length, packed });
  }
  return { blocks, broken };
}

function pointsIn(packed: Uint8Array): TrackPoint[] | null {
  try {
    return unpackTrack(packed);
  } catch {
    return null;
  }
}
