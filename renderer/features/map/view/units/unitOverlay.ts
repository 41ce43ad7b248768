import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as BaseMap } from 'maplibre-gl';
import type { UnitCluster } from '../../model/clusters/groupUnits.ts';
import { toneOf } from '../../model/drawing/markerSprites.ts';
import type { GraphicsDevice } from '../../model/drawing/sheetTexture.ts';
import type { LayerChoices } from '../../model/layers/layerChoices.ts';
import { boxAround, type Box } from '../../model/names/labelLayout.ts';
import type { UnitTone } from '../../model/palette.ts';
import type { Rendering } from '../../model/rendering.ts';
import { projectToScreen, type Camera, type ScreenPoint } from '../../model/screen.ts';
import { createDrawnRows } from '../../model/units/drawnRows.ts';
import { UnitRows, type UnitSource } from '../../model/units/unitRows.ts';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import { DrawSchedule } from './drawSchedule.ts';
import { stackingOrder, UnitMarkers } from './unitMarkers.ts';
import { UnitNames, type BadgeText, type NameWish } from './unitNames.ts';

/** What one drawing of the units cost and held; for measuring. */
export type UnitFrame = {
  readonly markers: number;
  readonly labels: number;
  /** Time on the main thread, ms. */
  readonly tookMs: number;
  /** False once every unit stands at its newest fix: no further drawing until something changes. */
  readonly moving: boolean;
};

type Options = {
  readonly map: BaseMap;
  readonly view: Window;
  readonly source: UnitSource;
  readonly layers: LayerChoices;
  readonly rendering: Rendering;
  /** 1 on a desk, more on a wall. */
  readonly scale: number;
  /** Parts of the picture that names of units keep off. */
  readonly obstaclesFor: (camera: Camera) => readonly Box[];
  readonly onFrame: (frame: UnitFrame) => void;
};

/** Names are laid out anew at most this often while things move, ms. */
const LAYOUT_INTERVAL_MS = 400;
const PICK_RADIUS_PX = 18;
/** Markers this far outside the picture are drawn, so that dragging does not uncover an empty edge. */
const MARGIN_PX = 240;
const TRAILS_FROM_ZOOM = 8.5;
/** More names than this are not even tried. */
const MOST_WISHES = 1_500;

/** Draws the units over the map. Does nothing while nothing moves. */
export class UnitOverlay {
  readonly #options: Options;
  readonly #drawn = createDrawnRows();
  readonly #markers: UnitMarkers;
  readonly #names: UnitNames;
  readonly #overlay: MapLibreOverlay;
  readonly #schedule: DrawSchedule;
  #rows: UnitRows;
  #unsubscribe: () => void;
  #layers: LayerChoices;
  #device: GraphicsDevice | undefined;
  #laidOutAt = -Infinity;
  /** Drawn since the last layout: a unit that came meanwhile has no name yet. */
  #layoutWaits = false;
  #regroup = false;
  #selectedUnitId: string | null = null;
  #knownNames: string[] = [];
  /** Something other than the units' places changed: a selection, the names that fit. */
  #changed = true;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#layers = options.layers;
    const sharpness = { pixelRatio: options.rendering.pixelRatio, scale: options.scale };
    this.#markers = UnitMarkers.create(sharpness);
    this.#names = UnitNames.create({ ...sharpness, limit: options.rendering.software ? 120 : 300 });
    this.#schedule = DrawSchedule.create(options.view, () => this.#draw());
    this.#rows = new UnitRows(options.source, options.scale);
    this.#overlay = new MapLibreOverlay({
      interleaved: false,
      useDevicePixels: options.rendering.pixelRatio,
      // Pictures have soft edges of their own; multisampling would only cost (half the time without a graphics card).
      deviceProps: { type: 'webgl', webgl: { antialias: false, depth: false, stencil: false } },
      layers: [],
      onDeviceInitialized: (device) => {
        this.#device = device;
        this.#onUnits();
      },
    });
    options.map.addControl(this.#overlay);
    options.map.on('move', this.#onMove);
    options.map.on('resize', this.#onMove);
    this.#unsubscribe = options.source.units.subscribe(() => this.#onUnits());
  }

  static create(options: Options): UnitOverlay {
    return new UnitOverlay(options);
  }

  get source(): UnitSource {
    return this.#rows.source;
  }

  /** Draws other units from here on, or the same with other alarms. */
  show(source: UnitSource): void {
    const same = source.units === this.source.units && source.glides === this.source.glides;
    if (same) {
      this.#rows.source = source;
    } else {
      this.#unsubscribe();
      this.#unsubscribe = source.units.subscribe(() => this.#onUnits());
      this.#rows = new UnitRows(source, this.#options.scale);
      this.#knownNames = [];
    }
    this.#changeAll();
    this.#onUnits();
  }

  showLayers(layers: LayerChoices): void {
    this.#layers = layers;
    this.#changeAll();
  }

  select(unitId: string | null): void {
    this.#selectedUnitId = unitId;
    this.#changeAll();
  }

  /** Where a unit is, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null {
    const row = this.#rows.rowOf(unitId);
    if (row < 0 || !this.#rows.motion.placed[row]) {
      return null;
    }
    this.#rows.project(this.#camera());
    return { x: this.#rows.xs[row] ?? 0, y: this.#rows.ys[row] ?? 0 };
  }

  /** Where a unit is at this moment, WGS-84 degrees. */
  shownPosition(unitId: string): [number, number] | null {
    const row = this.#rows.rowOf(unitId);
    const { positions, placed } = this.#rows.motion;
    return row < 0 || !placed[row] ? null : [positions[row * 3] ?? 0, positions[row * 3 + 1] ?? 0];
  }

  /** The unit whose marker is at or near a point. */
  unitAt(point: ScreenPoint): string | null {
    const row = this.#rows.rowAt(point, this.#camera(), PICK_RADIUS_PX * this.#options.scale);
    return row < 0 ? null : (this.source.units.unitIds[row] ?? null);
  }

  clusterAt(point: ScreenPoint): UnitCluster | null {
    const radiusPx = PICK_RADIUS_PX * this.#options.scale;
    return this.#badges(this.#camera()).find(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= radiusPx)?.cluster ?? null;
  }

  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#unsubscribe();
    this.#schedule.close();
    this.#options.map.off('move', this.#onMove);
    this.#options.map.off('resize', this.#onMove);
    this.#overlay.finalize();
    this.#markers.close();
    this.#names.close();
  }

  #changeAll(): void {
    this.#laidOutAt = -Infinity;
    this.#regroup = true;
    this.#changed = true;
    this.#schedule.request(0);
  }

  #onUnits(): void {
    const { units } = this.source;
    this.#rows.receive(this.#now());
    units.unitIds.forEach((unitId, row) => {
      const name = units.nameOf(unitId);
      if (this.#knownNames[row] !== name) {
        this.#knownNames[row] = name;
        this.#changed = true;
        this.#laidOutAt = -Infinity;
      }
    });
    this.#schedule.request(this.#options.rendering.frameIntervalMs);
  }

  /** The layers follow the camera by themselves; only which markers are near and which names fit changes. */
  readonly #onMove = (): void => {
    this.#changed = true;
    this.#schedule.request(LAYOUT_INTERVAL_MS);
  };

  #now(): number {
    return this.#options.view.performance.now();
  }

  #draw(): void {
    const now = this.#now();
    const moving = this.#rows.motion.step(now);
    const state = { motion: this.#rows.motion, states: this.#rows.states };
    const layoutIsDue = this.#layoutWaits && now - this.#laidOutAt >= LAYOUT_INTERVAL_MS;
    if (this.#device && (this.#changed || layoutIsDue || this.#drawn.differ(state, this.#pixelsPerDegree()))) {
      this.#redraw(this.#device, now);
      this.#drawn.note(state);
      this.#changed = false;
      this.#options.onFrame({ markers: this.#markers.count, labels: this.#names.count, tookMs: this.#now() - now, moving });
    }
    if (moving) {
      this.#schedule.request(this.#options.rendering.frameIntervalMs);
    } else if (this.#layoutWaits) {
      // Far out nothing moves by a visible pixel for a long time: the names must not wait for that.
      this.#schedule.request(LAYOUT_INTERVAL_MS);
    }
  }

  #redraw(device: GraphicsDevice, now: number): void {
    const rows = this.#rows;
    const camera = this.#camera();
    const selected = rows.rowOf(this.#selectedUnitId);
    rows.project(camera);
    const near = rows.near(camera, MARGIN_PX);
    rows.group({ zoom: camera.zoom, now, apart: selected, enabled: this.#layers.clusters, force: this.#regroup });
    this.#regroup = false;
    const drawn = near.filter((row) => !rows.groups.clustered[row]);
    const byImportance = this.#byImportance(drawn, selected);
    const badges = this.#badges(camera);
    this.#layoutWaits = now - this.#laidOutAt < LAYOUT_INTERVAL_MS;
    if (!this.#layoutWaits) {
      this.#layOut(byImportance, camera, badges);
      this.#laidOutAt = now;
    }
    const trails = this.#markers.trailLayer({ rows, selected, trailed: this.#trailed(byImportance, camera.zoom, selected) });
    const markers = this.#markers.layer(device, { rows, drawn, selected });
    const names = this.#names.layer(device, (row) => this.#nameAt(row, selected), badges);
    this.#overlay.setProps({ layers: [trails, markers, names] });
  }

  #pixelsPerDegree(): number {
    return (512 * 2 ** this.#options.map.getZoom()) / 360;
  }

  #camera(): Camera {
    const { map } = this.#options;
    const { lng, lat } = map.getCenter();
    const { clientWidth, clientHeight } = map.getContainer();
    return { longitudeDeg: lng, latitudeDeg: lat, zoom: map.getZoom(), widthPx: clientWidth, heightPx: clientHeight };
  }

  #toneOf(row: number, selected: number): UnitTone {
    const state = this.#rows.states[row] ?? UNIT_STATE.offline;
    return row === selected && state !== UNIT_STATE.alarm ? 'selected' : toneOf(state);
  }

  /** Chosen first, then alarms, live, stale, offline. */
  #byImportance(drawn: readonly number[], selected: number): number[] {
    const { states } = this.#rows;
    const rest = drawn.filter((row) => row !== selected);
    const ordered = stackingOrder.toReversed().flatMap((state) => rest.filter((row) => states[row] === state));
    return drawn.includes(selected) ? [selected, ...ordered] : ordered;
  }

  /** Far out a trail is a smear: only the chosen unit's is worth it. The most important is drawn last. */
  #trailed(byImportance: readonly number[], zoom: number, selected: number): number[] {
    if (!this.#layers.trails) {
      return [];
    }
    const most = this.#options.rendering.software ? 60 : 400;
    return zoom >= TRAILS_FROM_ZOOM ? byImportance.slice(0, most).toReversed() : byImportance.filter((row) => row === selected);
  }

  #layOut(byImportance: readonly number[], camera: Camera, badges: readonly BadgeText[]): void {
    const rows = this.#rows;
    const named = this.#layers.names ? byImportance : byImportance.filter((row) => row === rows.rowOf(this.#selectedUnitId) || rows.states[row] === UNIT_STATE.alarm);
    const wishes = named.slice(0, MOST_WISHES).map((row): NameWish => {
      const forced = rows.source.units.unitIds[row] === this.#selectedUnitId;
      return { row, name: rows.nameOf(row), x: rows.xs[row] ?? 0, y: rows.ys[row] ?? 0, forced };
    });
    const badgePx = 18 * this.#options.scale;
    this.#names.layOut(wishes, [...this.#options.obstaclesFor(camera), ...badges.map(({ x, y }) => boxAround(x, y, badgePx, badgePx))]);
  }

  #nameAt(row: number, selected: number) {
    const rows = this.#rows;
    const { positions, placed } = rows.motion;
    const at = { longitude: positions[row * 3] ?? 0, latitude: positions[row * 3 + 1] ?? 0, x: rows.xs[row] ?? 0, y: rows.ys[row] ?? 0 };
    return placed[row] && !rows.groups.clustered[row] ? { name: rows.nameOf(row), tone: this.#toneOf(row, selected), ...at } : null;
  }

  #badges(camera: Camera): (BadgeText & { readonly cluster: UnitCluster })[] {
    const { clusters } = this.#rows.groups;
    const positions = Float64Array.from(clusters.flatMap(({ longitude, latitude }) => [longitude, latitude, 0]));
    const xs = new Float32Array(clusters.length);
    const ys = new Float32Array(clusters.length);
    projectToScreen({ camera, positions, count: clusters.length, xs, ys });
    return clusters.map((cluster, index) => ({
      cluster,
      text: String(cluster.count),
      longitude: cluster.longitude,
      latitude: cluster.latitude,
      x: xs[index] ?? 0,
      y: ys[index] ?? 0,
    }));
  }
}
