import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import type { UnitTrails } from '../../../../hot/unitTrails.ts';
import { groupingStep, groupsAt, groupUnits, isCrowded, type UnitGroups } from '../clusters/groupUnits.ts';
import { KINDS } from '../drawing/markerSprites.ts';
import type { MapUnitKind } from '../mapItems.ts';
import { nearestRow, projectToScreen, type Camera, type ScreenPoint } from '../screen.ts';
import { createUnitMotion, type UnitMotion } from './unitMotion.ts';
import type { UnitPositions } from './unitPositions.ts';

/** What the units on the map are read from: the telemetry, or an archive that is played. */
export type UnitSource = {
  readonly units: UnitPositions;
  readonly trails: Pick<UnitTrails, 'positionsOf'>;
  readonly kindOf: (unitId: string) => MapUnitKind;
  /** Units that an open alarm is about. */
  readonly alarming: ReadonlySet<string>;
  /** False: a marker goes to a new place at once. */
  readonly glides: boolean;
};

/** Groups are formed anew at most this often while units move, ms. */
const GROUP_INTERVAL_MS = 1000;
const GROUP_RADIUS_PX = 44;

/** Everything about the rows of a source that drawing and pointing need. */
export class UnitRows {
  source: UnitSource;
  readonly motion: UnitMotion;
  /** One of `UNIT_STATE` per row, alarms included. */
  states = new Uint8Array(0);
  /** Index of `KINDS` per row. */
  kinds = new Uint8Array(0);
  /** CSS pixels from the map's corner as of the last `project`; NaN: without a place. */
  xs = new Float32Array(64);
  ys = new Float32Array(64);
  groups: UnitGroups = { clusters: [], clustered: new Uint8Array(0) };
  readonly #scale: number;
  #groupedAt = -Infinity;
  #groupedStep = Number.NaN;
  #crowded = false;

  constructor(source: UnitSource, scale: number) {
    this.source = source;
    this.motion = createUnitMotion({ glides: source.glides });
    this.#scale = scale;
  }

  get count(): number {
    return this.motion.count;
  }

  receive(now: number): void {
    const { units, kindOf, alarming } = this.source;
    this.motion.receive(units, now);
    const { count } = this.motion;
    if (this.states.length < count) {
      this.states = new Uint8Array(count * 2);
      this.kinds = new Uint8Array(count * 2);
    }
    for (let row = 0; row < count; row += 1) {
      const unitId = units.unitIds[row] ?? '';
      this.states[row] = alarming.has(unitId) ? UNIT_STATE.alarm : (units.states[row] ?? UNIT_STATE.offline);
      this.kinds[row] = Math.max(0, KINDS.indexOf(kindOf(unitId)));
    }
  }

  rowOf(unitId: string | null): number {
    return unitId === null ? -1 : this.source.units.unitIds.indexOf(unitId);
  }

  nameOf(row: number): string {
    return this.source.units.nameOf(this.source.units.unitIds[row] ?? '');
  }

  project(camera: Camera): void {
    const { count, positions, placed } = this.motion;
    if (count > this.xs.length) {
      this.xs = new Float32Array(count * 2);
      this.ys = new Float32Array(count * 2);
    }
    projectToScreen({ camera, positions, count, xs: this.xs, ys: this.ys });
    for (let row = 0; row < count; row += 1) {
      if (!placed[row]) {
        this.xs[row] = Number.NaN;
      }
    }
  }

  /** Rows in the picture or a margin around it, grouped or not; after `project`. */
  near(camera: Camera, marginPx: number): number[] {
    const { xs, ys } = this;
    const { widthPx, heightPx } = camera;
    const rows: number[] = [];
    let inPicture = 0;
    for (let row = 0; row < this.count; row += 1) {
      const x = xs[row] ?? Number.NaN;
      const y = ys[row] ?? Number.NaN;
      if (x > -marginPx && x < widthPx + marginPx && y > -marginPx && y < heightPx + marginPx) {
        rows.push(row);
        inPicture += x >= 0 && x <= widthPx && y >= 0 && y <= heightPx ? 1 : 0;
      }
    }
    this.#crowded = isCrowded(inPicture, this.#crowded);
    return rows;
  }

  /** Forms the groups anew if the zoom or a crowd asks for it or the last ones are old; after `near`. `apart`: the row that is in none. */
  group(request: { readonly zoom: number; readonly now: number; readonly apart: number; readonly enabled: boolean; readonly force: boolean }): void {
    const { zoom, now, apart, enabled, force } = request;
    const crowded = this.#crowded;
    const grouping = enabled && groupsAt(zoom, crowded);
    const step = grouping ? groupingStep(zoom) : Number.POSITIVE_INFINITY;
    const due = grouping && now - this.#groupedAt >= GROUP_INTERVAL_MS;
    if (!force && !due && step === this.#groupedStep && this.groups.clustered.length === this.count) {
      return;
    }
    this.#groupedAt = now;
    this.#groupedStep = step;
    const { count, positions, placed } = this.motion;
    if (!grouping) {
      this.groups = { clusters: [], clustered: new Uint8Array(count) };
      return;
    }
    const groupable = new Uint8Array(count);
    const live = new Uint8Array(count);
    for (let row = 0; row < count; row += 1) {
      const state = this.states[row];
      groupable[row] = placed[row] && row !== apart && state !== UNIT_STATE.alarm ? 1 : 0;
      live[row] = state === UNIT_STATE.live ? 1 : 0;
    }
    this.groups = groupUnits({ zoom, crowded, count, positions, groupable, live, radiusPx: GROUP_RADIUS_PX * this.#scale });
  }

  /** The unit whose own marker is at or near a point; -1: none. */
  rowAt(point: ScreenPoint, camera: Camera, radiusPx: number): number {
    this.project(camera);
    this.groups.clustered.forEach((inGroup, row) => {
      if (inGroup) {
        this.xs[row] = Number.NaN;
      }
    });
    return nearestRow({ point, xs: this.xs, ys: this.ys, count: this.count, radiusPx });
  }
}
