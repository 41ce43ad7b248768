/** Positions that a trail holds. */
export const TRAIL_POSITIONS = 60;
/** A new place is taken up when it is this far from the last, or this much later, or both. */
const APART_M = 5;
const APART_MS = 5_000;
const METRES_A_DEGREE = 111_195;

/** The last stretch of each unit's way, for readers that draw. */
export interface UnitTrails {
  /** Raised when any trail has changed. */
  readonly version: number;
  /** Longitude and latitude (WGS-84, degrees) in turn, oldest first; a view that is good until the next call or change. Empty for a row without a trail. */
  positionsOf(row: number): Float64Array;
}

/** Rings in two arrays for all rows, so that drawing ten thousand of them makes no garbage. */
export class TrailRings implements UnitTrails {
  #version = 0;
  #positions = new Float64Array(0);
  #out = new Float64Array(TRAIL_POSITIONS * 2);
  #counts = new Uint32Array(0);
  #lastAt = new Float64Array(0);

  get version(): number {
    return this.#version;
  }

  /** `at`: when the unit was there, ms since the epoch. */
  add(row: number, longitudeDeg: number, latitudeDeg: number, at: number): void {
    this.#need(row + 1);
    const count = this.#counts[row] ?? 0;
    if (count > 0 && !this.#isApart(row, count, { longitudeDeg, latitudeDeg, at })) {
      return;
    }
    const place = (row * TRAIL_POSITIONS + (count % TRAIL_POSITIONS)) * 2;
    this.#positions[place] = longitudeDeg;
    this.#positions[place + 1] = latitudeDeg;
    this.#counts[row] = count + 1;
    this.#lastAt[row] = at;
    this.#version += 1;
  }

  /** The unit is nowhere from now on. */
  clear(row: number): void {
    if ((this.#counts[row] ?? 0) > 0) {
      this.#counts[row] = 0;
      this.#version += 1;
    }
  }

  positionsOf(row: number): Float64Array {
    const count = this.#counts[row] ?? 0;
    const start = row * TRAIL_POSITIONS * 2;
    if (count <= TRAIL_POSITIONS) {
      return this.#positions.subarray(start, start + count * 2);
    }
    // The ring's oldest stands where the next will be written.
    const cut = start + (count % TRAIL_POSITIONS) * 2;
    const end = start + TRAIL_POSITIONS * 2;
    const out = this.#out;
    out.set(this.#positions.subarray(cut, end));
    out.set(this.#positions.subarray(start, cut), end - cut);
    return out;
  }

  #isApart(row: number, count: number, next: { longitudeDeg: number; latitudeDeg: number; at: number }): boolean {
    const place = (row * TRAIL_POSITIONS + ((count - 1) % TRAIL_POSITIONS)) * 2;
    const eastM = (next.longitudeDeg - (this.#positions[place] ?? 0)) * METRES_A_DEGREE * Math.cos((next.latitudeDeg * Math.PI) / 180);
    const northM = (next.latitudeDeg - (this.#positions[place + 1] ?? 0)) * METRES_A_DEGREE;
    return Math.hypot(eastM, northM) >= APART_M || next.at - (this.#lastAt[row] ?? 0) >= APART_MS;
  }

  #need(rows: number): void {
    if (rows <= this.#counts.length) {
      return;
    }
    const capacity = Math.max(64, rows, this.#counts.length * 2);
    const [positions, counts, lastAt] = [new Float64Array(capacity * TRAIL_POSITIONS * 2), new Uint32Array(capacity), new Float64Array(capacity)];
    positions.set(this.#positions);
    counts.set(this.#counts);
    lastAt.set(this.#lastAt);
    this.#positions = positions;
    this.#counts = counts;
    this.#lastAt = lastAt;
  }
}
