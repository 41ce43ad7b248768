import { hasPosition, type UnitPositions } from './unitPositions.ts';

/** A marker reaches a new fix in this time; fixes come about once a second, so it hardly ever stands still between them. */
const GLIDE_MS = 1000;
/** Farther than this in one fix is a new place, not a movement: gliding there would draw a drive that never was. */
const JUMP_DEG = 0.03;
/** Below this, a heading is noise of the receiver: walking pace starts at about 0.7 m/s. */
const MOVING_MPS = 0.6;

/** Unit markers on their way to their newest fixes. Rows are those of `UnitPositions`. */
export interface UnitMotion {
  readonly count: number;
  /** Shown places as `[longitude, latitude, 0]` triples, WGS-84 degrees: the form that the drawing layer uploads. */
  readonly positions: Float64Array;
  /** Shown headings, clockwise from north, degrees. */
  readonly headingsDeg: Float32Array;
  /** 1: the row has a place; 0: not drawn. */
  readonly placed: Uint8Array;
  /** 1: under way, so that its heading means something. */
  readonly driving: Uint8Array;
  /** Takes in the newest fixes. `now`: any clock in milliseconds, the same as for `step`. */
  receive(units: UnitPositions, now: number): void;
  /** Moves the markers to where they are at `now`; false once all have arrived and nothing need be drawn again. */
  step(now: number): boolean;
}

type Rows = {
  positions: Float64Array;
  headingsDeg: Float32Array;
  placed: Uint8Array;
  driving: Uint8Array;
  /** Per row: from longitude, latitude; to longitude, latitude. */
  legs: Float64Array;
  fromHeadingsDeg: Float32Array;
  toHeadingsDeg: Float32Array;
  startedAt: Float64Array;
  gliding: Uint8Array;
};

function rowsFor(capacity: number, old?: Rows): Rows {
  const rows: Rows = {
    positions: new Float64Array(capacity * 3),
    headingsDeg: new Float32Array(capacity),
    placed: new Uint8Array(capacity),
    driving: new Uint8Array(capacity),
    legs: new Float64Array(capacity * 4),
    fromHeadingsDeg: new Float32Array(capacity),
    toHeadingsDeg: new Float32Array(capacity),
    startedAt: new Float64Array(capacity),
    gliding: new Uint8Array(capacity),
  };
  if (old) {
    for (const name of Object.keys(rows) as (keyof Rows)[]) {
      rows[name].set(old[name]);
    }
  }
  return rows;
}

/** The way from one heading to another over the smaller angle, degrees, -180 to 180. */
const turnDeg = (from: number, to: number): number => ((to - from + 540) % 360) - 180;

/** `glides` false: every new fix is shown at once, as a replay needs it, whose time may run backwards. */
export function createUnitMotion({ glides = true }: { readonly glides?: boolean } = {}): UnitMotion {
  let rows = rowsFor(64);
  let count = 0;

  const place = (row: number, longitude: number, latitude: number): void => {
    rows.positions[row * 3] = longitude;
    rows.positions[row * 3 + 1] = latitude;
  };

  const receiveRow = (units: UnitPositions, row: number, now: number): void => {
    const longitude = units.longitudes[row] ?? 0;
    const latitude = units.latitudes[row] ?? 0;
    const leg = row * 4;
    const driving = (units.speedsMps[row] ?? 0) >= MOVING_MPS;
    const heading = driving || !rows.placed[row] ? (units.headingsDeg[row] ?? 0) : (rows.toHeadingsDeg[row] ?? 0);
    rows.driving[row] = driving ? 1 : 0;
    const shownLongitude = rows.positions[row * 3] ?? 0;
    const shownLatitude = rows.positions[row * 3 + 1] ?? 0;
    const jumps = !glides || Math.abs(longitude - shownLongitude) > JUMP_DEG || Math.abs(latitude - shownLatitude) > JUMP_DEG;
    if (!rows.placed[row] || jumps) {
      place(row, longitude, latitude);
      rows.headingsDeg[row] = heading;
      rows.gliding[row] = 0;
    } else if (rows.legs[leg + 2] !== longitude || rows.legs[leg + 3] !== latitude || rows.toHeadingsDeg[row] !== heading) {
      rows.legs[leg] = shownLongitude;
      rows.legs[leg + 1] = shownLatitude;
      rows.fromHeadingsDeg[row] = rows.headingsDeg[row] ?? 0;
      rows.startedAt[row] = now;
      rows.gliding[row] = 1;
    }
    rows.placed[row] = 1;
    rows.legs[leg + 2] = longitude;
    rows.legs[leg + 3] = latitude;
    rows.toHeadingsDeg[row] = heading;
  };

  const stepRow = (row: number, now: number): boolean => {
    const leg = row * 4;
    const part = Math.min(1, Math.max(0, (now - (rows.startedAt[row] ?? 0)) / GLIDE_MS));
    const { legs } = rows;
    const between = (from: number, to: number): number => from + (to - from) * part;
    place(row, between(legs[leg] ?? 0, legs[leg + 2] ?? 0), between(legs[leg + 1] ?? 0, legs[leg + 3] ?? 0));
    const fromHeading = rows.fromHeadingsDeg[row] ?? 0;
    rows.headingsDeg[row] = fromHeading + turnDeg(fromHeading, rows.toHeadingsDeg[row] ?? 0) * Math.min(1, part * 2);
    return part < 1;
  };

  return {
    get count() {
      return count;
    },
    get positions() {
      return rows.positions;
    },
    get headingsDeg() {
      return rows.headingsDeg;
    },
    get placed() {
      return rows.placed;
    },
    get driving() {
      return rows.driving;
    },
    receive(units, now) {
      if (units.count > rows.placed.length) {
        rows = rowsFor(Math.max(units.count, rows.placed.length * 2), rows);
      }
      count = units.count;
      for (let row = 0; row < count; row += 1) {
        if (hasPosition(units, row)) {
          receiveRow(units, row, now);
        } else {
          rows.placed[row] = 0;
          rows.gliding[row] = 0;
        }
      }
    },
    step(now) {
      let moving = false;
      for (let row = 0; row < count; row += 1) {
        if (rows.gliding[row]) {
          const going = stepRow(row, now);
          rows.gliding[row] = going ? 1 : 0;
          moving ||= going;
        }
      }
      return moving;
    },
  };
}
