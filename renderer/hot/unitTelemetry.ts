import { BatchReader, fixOfRow, type BatchRow } from '#protocol/telemetry/batches.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import { TrailRings, type UnitTrails } from './unitTrails.ts';

const INITIAL_CAPACITY = 64;

/** State codes in `UnitColumns.states`. */
export const UNIT_STATE = { live: 0, stale: 1, offline: 2, alarm: 3 } as const;
/** In `UnitColumns.batteryPercents`: the device does not tell. */
export const BATTERY_UNKNOWN = 255;
export const SIGNAL_UNKNOWN = 255;
/** A position older than this is drawn as stale, ms. */
const STALE_POSITION_AFTER_MS = 10_000;

/** Newest telemetry of every unit as columns, for readers that draw. Row order is stable; rows are never removed. */
export interface UnitColumns {
  readonly count: number;
  /** Raised by every change. */
  readonly version: number;
  readonly unitIds: readonly string[];
  /** WGS-84, degrees. */
  readonly longitudes: Float64Array;
  readonly latitudes: Float64Array;
  readonly headingsDeg: Float32Array;
  readonly speedsMps: Float32Array;
  /** 0 to 100, or `BATTERY_UNKNOWN`. */
  readonly batteryPercents: Uint8Array;
  /** 0 to 4, or `SIGNAL_UNKNOWN`. */
  readonly signalBars: Uint8Array;
  /** When the unit measured the row, hall time, ms since the epoch; 0: never. */
  readonly measuredAt: Float64Array;
  /** When the row arrived here, this machine's time, ms since the epoch; one that the hall had for some time counts from then. 0: never. */
  readonly receivedAt: Float64Array;
  readonly states: Uint8Array;
  /** Where the units came from, by row. */
  readonly trails: UnitTrails;
  nameOf(unitId: string): string;
  rowOf(unitId: string): number | undefined;
  subscribe(listener: () => void): () => void;
}

/** Fills the columns from binary frames and from the list of units. High-rate data stays out of React and zustand. */
export class UnitTelemetry implements UnitColumns {
  #count = 0;
  #version = 0;
  #unitIds: string[] = [];
  #names = new Map<string, string>();
  #rows = new Map<string, number>();
  #rowOfIndex = new Map<number, number>();
  #online: boolean[] = [];
  #listeners = new Set<() => void>();
  #reader = new BatchReader();
  #sentAt = 0;
  #trails = new TrailRings();
  longitudes = new Float64Array(INITIAL_CAPACITY);
  latitudes = new Float64Array(INITIAL_CAPACITY);
  headingsDeg = new Float32Array(INITIAL_CAPACITY);
  speedsMps = new Float32Array(INITIAL_CAPACITY);
  batteryPercents = new Uint8Array(INITIAL_CAPACITY);
  signalBars = new Uint8Array(INITIAL_CAPACITY);
  measuredAt = new Float64Array(INITIAL_CAPACITY);
  receivedAt = new Float64Array(INITIAL_CAPACITY);
  states = new Uint8Array(INITIAL_CAPACITY);

  get count(): number {
    return this.#count;
  }

  get version(): number {
    return this.#version;
  }

  get trails(): UnitTrails {
    return this.#trails;
  }

  get unitIds(): readonly string[] {
    return this.#unitIds;
  }

  nameOf(unitId: string): string {
    return this.#names.get(unitId) ?? '';
  }

  rowOf(unitId: string): number | undefined {
    return this.#rows.get(unitId);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Learns names, indexes and presence. A restarted hall may number its units anew, so the index map is rebuilt; with `numbered` false
   * the list is an earlier session's, and rows wait for the next. A unit that is listed no more (revoked) is nowhere from now on.
   */
  setUnits(units: Iterable<Unit>, { numbered = true }: { numbered?: boolean } = {}): void {
    this.#rowOfIndex.clear();
    const gone = new Set(this.#rows.keys());
    for (const unit of units) {
      gone.delete(unit.unitId);
      const row = this.#rows.get(unit.unitId) ?? this.#addRow(unit.unitId);
      this.#names.set(unit.unitId, unit.name);
      if (numbered) {
        this.#rowOfIndex.set(unit.telemetryIndex, row);
      }
      this.#online[row] = unit.online;
    }
    for (const unitId of gone) {
      const row = this.#rows.get(unitId)!;
      this.#online[row] = false;
      this.receivedAt[row] = 0;
      this.measuredAt[row] = 0;
      this.#trails.clear(row);
    }
    // What came while its unit was not listed.
    const now = Date.now();
    for (const [telemetryIndex, row] of this.#rowOfIndex) {
      const told = this.#reader.rows.get(telemetryIndex);
      if (told !== undefined && told.at > (this.measuredAt[row] ?? 0)) {
        this.#take(row, told, now - Math.max(0, this.#sentAt - told.at));
      }
    }
    this.refreshStates(now);
    this.#changed();
  }

  /** A new session with the hall begins: what it sends stands for itself, under numbers of its own. */
  restart(): void {
    this.#reader.reset();
    this.#rowOfIndex.clear();
  }

  /**
   * False when batches before this one were missed, so that everything has to be asked for again. Errors: TelemetryFrameError for bytes
   * that are no batch. Rows of units that are not listed wait until they are.
   */
  receive(bytes: Uint8Array, now: number): boolean {
    const batch = this.#reader.read(bytes);
    if (batch === null) {
      return false;
    }
    this.#sentAt = batch.sentAt;
    for (const told of batch.rows) {
      const row = this.#rowOfIndex.get(told.telemetryIndex);
      if (row !== undefined) {
        this.#take(row, told, batch.keyframe ? now - Math.max(0, batch.sentAt - told.at) : now);
      }
    }
    this.refreshStates(now);
    this.#changed();
    return true;
  }

  /** Ages the rows; call about once a second so that a silent unit greys without any frame arriving. */
  refreshStates(now: number): void {
    let changed = false;
    for (let row = 0; row < this.#count; row += 1) {
      const age = now - (this.receivedAt[row] ?? 0);
      const state = !this.#online[row] ? UNIT_STATE.offline : age > STALE_POSITION_AFTER_MS ? UNIT_STATE.stale : UNIT_STATE.live;
      changed ||= this.states[row] !== state;
      this.states[row] = state;
    }
    if (changed) {
      this.#changed();
    }
  }

  /** Never back in time. */
  #take(row: number, told: BatchRow, receivedAt: number): void {
    if (told.at < (this.measuredAt[row] ?? 0)) {
      return;
    }
    const fix = fixOfRow(told);
    this.longitudes[row] = fix.longitudeDeg;
    this.latitudes[row] = fix.latitudeDeg;
    this.headingsDeg[row] = fix.headingDeg;
    this.speedsMps[row] = fix.speedMps;
    this.batteryPercents[row] = fix.batteryPercent ?? BATTERY_UNKNOWN;
    this.signalBars[row] = fix.signalBars ?? SIGNAL_UNKNOWN;
    this.measuredAt[row] = fix.at;
    this.receivedAt[row] = receivedAt;
    this.#trails.add(row, fix.longitudeDeg, fix.latitudeDeg, fix.at);
  }

  #addRow(unitId: string): number {
    const row = this.#count;
    if (row === this.longitudes.length) {
      this.#grow();
    }
    this.#count += 1;
    this.#unitIds.push(unitId);
    this.#rows.set(unitId, row);
    return row;
  }

  #grow(): void {
    const capacity = this.longitudes.length * 2;
    this.longitudes = widened(new Float64Array(capacity), this.longitudes);
    this.latitudes = widened(new Float64Array(capacity), this.latitudes);
    this.measuredAt = widened(new Float64Array(capacity), this.measuredAt);
    this.receivedAt = widened(new Float64Array(capacity), this.receivedAt);
    this.headingsDeg = widened(new Float32Array(capacity), this.headingsDeg);
    this.speedsMps = widened(new Float32Array(capacity), this.speedsMps);
    this.batteryPercents = widened(new Uint8Array(capacity), this.batteryPercents);
    this.signalBars = widened(new Uint8Array(capacity), this.signalBars);
    this.states = widened(new Uint8Array(capacity), this.states);
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

function widened<Column extends { set(source: Column): void }>(target: Column, source: Column): Column {
  target.set(source);
  return target;
}
