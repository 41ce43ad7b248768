import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as BaseMap } from 'maplibre-gl';
import { createMarkerSprites, toneOf, type SpriteSheet } from '../model/units/markerSprites.ts';
import { createDrawnRows } from '../model/units/drawnRows.ts';
import type { Box } from '../model/units/labelLayout.ts';
import type { UnitTone } from '../model/palette.ts';
import type { Rendering } from '../model/rendering.ts';
import { nearestRow, projectToScreen, type Camera, type ScreenPoint } from '../model/screen.ts';
import { createSheetTexture, type GraphicsDevice, type SheetTexture } from '../model/units/sheetTexture.ts';
import { InstanceBuffer, markerLayer } from '../model/units/unitLayers.ts';
import { createUnitMotion, type UnitMotion } from '../model/units/unitMotion.ts';
import { UNIT_STATE } from '../../../hot/unitTelemetry.ts';
import type { UnitPositions } from '../model/units/unitPositions.ts';
import { UnitNames, type NameWish } from './unitNames.ts';

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
  readonly units: UnitPositions;
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
/** Names this far outside the picture still keep their place, so that dragging does not bring bare markers in. */
const MARGIN_PX = 160;
/** Drawn first, hence beneath. */
const stackingOrder: readonly number[] = [UNIT_STATE.offline, UNIT_STATE.stale, UNIT_STATE.live, UNIT_STATE.alarm];

/** Draws the units over the map. Does nothing while nothing moves. */
export class UnitOverlay {
  readonly #options: Options;
  readonly #motion: UnitMotion = createUnitMotion();
  readonly #drawn = createDrawnRows();
  readonly #markers = new InstanceBuffer();
  readonly #names: UnitNames;
  readonly #markerSheet: SpriteSheet;
  readonly #overlay: MapLibreOverlay;
  readonly #unsubscribe: () => void;
  #device: GraphicsDevice | undefined;
  #markerTexture: SheetTexture | undefined;
  #laidOutAt = -Infinity;
  /** Drawn since the last layout: a unit that came meanwhile has no name yet. */
  #layoutWaits = false;
  #xs = new Float32Array(64);
  #ys = new Float32Array(64);
  #selectedUnitId: string | null = null;
  #knownNames: string[] = [];
  #timer: number | undefined;
  #frame: number | undefined;
  /** Something other than the units' places changed: a selection, the names that fit. */
  #changed = true;
  #drawnAt = -Infinity;
  #dueAt = Infinity;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    const sharpness = { pixelRatio: options.rendering.pixelRatio, scale: options.scale };
    this.#markerSheet = createMarkerSprites(sharpness);
    this.#names = UnitNames.create({ ...sharpness, limit: options.rendering.software ? 120 : 300 });
    this.#overlay = new MapLibreOverlay({
      interleaved: false,
      useDevicePixels: options.rendering.pixelRatio,
      // Pictures have soft edges of their own; multisampling would only cost (half the time without a graphics card).
      deviceProps: { type: 'webgl', webgl: { antialias: false, depth: false, stencil: false } },
      layers: [],
      onDeviceInitialized: (device) => this.#start(device),
    });
    options.map.addControl(this.#overlay);
    options.map.on('move', this.#onMove);
    options.map.on('resize', this.#onMove);
    this.#unsubscribe = options.units.subscribe(() => this.#onUnits());
  }

  static create(options: Options): UnitOverlay {
    return new UnitOverlay(options);
  }

  select(unitId: string | null): void {
    this.#selectedUnitId = unitId;
    this.#laidOutAt = -Infinity;
    this.#changed = true;
    this.#schedule(0);
  }

  /** Where a unit is drawn, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null {
    const row = this.#options.units.unitIds.indexOf(unitId);
    if (row < 0 || !this.#motion.placed[row]) {
      return null;
    }
    this.#projectAll();
    return { x: this.#xs[row] ?? 0, y: this.#ys[row] ?? 0 };
  }

  /** Where a unit is drawn at this moment, WGS-84 degrees. */
  shownPosition(unitId: string): [number, number] | null {
    const row = this.#options.units.unitIds.indexOf(unitId);
    const { positions, placed } = this.#motion;
    return row < 0 || !placed[row] ? null : [positions[row * 3] ?? 0, positions[row * 3 + 1] ?? 0];
  }

  /** The unit whose marker is at or near a point. */
  unitAt(point: ScreenPoint): string | null {
    this.#projectAll();
    const radiusPx = PICK_RADIUS_PX * this.#options.scale;
    const row = nearestRow({ point, xs: this.#xs, ys: this.#ys, count: this.#motion.count, radiusPx });
    return row < 0 ? null : (this.#options.units.unitIds[row] ?? null);
  }

  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#unsubscribe();
    this.#options.view.clearTimeout(this.#timer);
    this.#options.view.cancelAnimationFrame(this.#frame ?? 0);
    this.#options.map.off('move', this.#onMove);
    this.#options.map.off('resize', this.#onMove);
    this.#overlay.finalize();
    this.#markerTexture?.destroy();
    this.#names.close();
  }

  #start(device: GraphicsDevice): void {
    this.#device = device;
    this.#markerTexture = createSheetTexture(device, { image: this.#markerSheet.image, smooth: true });
    this.#changed = true;
    this.#onUnits();
  }

  #onUnits(): void {
    const { units } = this.#options;
    this.#motion.receive(units, this.#now());
    units.unitIds.forEach((unitId, row) => {
      const name = units.nameOf(unitId);
      if (this.#knownNames[row] !== name) {
        this.#knownNames[row] = name;
        this.#changed = true;
        this.#laidOutAt = -Infinity;
      }
    });
    this.#schedule(this.#options.rendering.frameIntervalMs);
  }

  /** The layers follow the camera by themselves; only which names fit changes. */
  readonly #onMove = (): void => {
    this.#changed = true;
    this.#schedule(LAYOUT_INTERVAL_MS);
  };

  #now(): number {
    return this.#options.view.performance.now();
  }

  /** Asks for a drawing, not sooner than the interval after the last one. The most urgent of several requests counts. */
  #schedule(intervalMs: number): void {
    const dueAt = this.#drawnAt + intervalMs;
    if (this.#closed || this.#frame !== undefined || (this.#timer !== undefined && this.#dueAt <= dueAt)) {
      return;
    }
    const { view } = this.#options;
    view.clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    const draw = (): void => {
      this.#timer = undefined;
      this.#frame = view.requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#draw();
      });
    };
    const waitMs = dueAt - this.#now();
    if (waitMs > 4) {
      this.#timer = view.setTimeout(draw, waitMs);
    } else {
      draw();
    }
  }

  #draw(): void {
    const { rendering, units } = this.#options;
    const now = this.#now();
    this.#drawnAt = now;
    const moving = this.#motion.step(now);
    const state = { motion: this.#motion, states: units.states };
    if (this.#device && this.#markerTexture && (this.#changed || this.#layoutIsDue(now) || this.#drawn.differ(state, this.#pixelsPerDegree()))) {
      this.#redraw(this.#device, this.#markerTexture, now);
      this.#drawn.note(state);
      this.#changed = false;
      this.#options.onFrame({
        markers: this.#markers.columns.count,
        labels: this.#names.count,
        tookMs: this.#now() - now,
        moving,
      });
    }
    if (moving) {
      this.#schedule(rendering.frameIntervalMs);
    } else if (this.#layoutWaits) {
      // Far out nothing moves by a visible pixel for a long time: the names must not wait for that.
      this.#schedule(LAYOUT_INTERVAL_MS);
    }
  }

  #layoutIsDue(now: number): boolean {
    return this.#layoutWaits && now - this.#laidOutAt >= LAYOUT_INTERVAL_MS;
  }

  #redraw(device: GraphicsDevice, markerTexture: SheetTexture, now: number): void {
    this.#projectAll();
    this.#layoutWaits = now - this.#laidOutAt < LAYOUT_INTERVAL_MS;
    if (!this.#layoutWaits) {
      this.#layOut();
      this.#laidOutAt = now;
    }
    this.#writeMarkers();
    const names = this.#names.layer(device, (row) => this.#nameAt(row));
    this.#overlay.setProps({ layers: [markerLayer(this.#markers, markerTexture), names] });
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

  #projectAll(): void {
    const { count, positions, placed } = this.#motion;
    if (count > this.#xs.length) {
      this.#xs = new Float32Array(count * 2);
      this.#ys = new Float32Array(count * 2);
    }
    projectToScreen({ camera: this.#camera(), positions, count, xs: this.#xs, ys: this.#ys });
    for (let row = 0; row < count; row += 1) {
      if (!placed[row]) {
        this.#xs[row] = Number.NaN;
      }
    }
  }

  #toneOf(row: number): UnitTone {
    const { units } = this.#options;
    const isSelected = units.unitIds[row] === this.#selectedUnitId && units.states[row] !== UNIT_STATE.alarm;
    return isSelected ? 'selected' : toneOf(units.states[row] ?? UNIT_STATE.offline);
  }

  /** Chosen first, then alarms, live, stale, offline. */
  #rowsByImportance(): number[] {
    const { units } = this.#options;
    const { clientWidth, clientHeight } = this.#options.map.getContainer();
    const inView = (row: number): boolean => {
      const x = this.#xs[row] ?? Number.NaN;
      const y = this.#ys[row] ?? Number.NaN;
      return x > -MARGIN_PX && x < clientWidth + MARGIN_PX && y > -MARGIN_PX && y < clientHeight + MARGIN_PX;
    };
    const importance = (row: number): number =>
      units.unitIds[row] === this.#selectedUnitId ? 99 : stackingOrder.indexOf(units.states[row] ?? UNIT_STATE.offline);
    return Array.from({ length: this.#motion.count }, (_, row) => row)
      .filter(inView)
      .sort((a, b) => importance(b) - importance(a) || a - b);
  }

  #layOut(): void {
    const { units } = this.#options;
    const wishes = this.#rowsByImportance().map((row): NameWish => {
      const unitId = units.unitIds[row] ?? '';
      const forced = unitId === this.#selectedUnitId;
      return { row, name: units.nameOf(unitId), x: this.#xs[row] ?? 0, y: this.#ys[row] ?? 0, forced };
    });
    this.#names.layOut(wishes, this.#options.obstaclesFor(this.#camera()));
  }

  #nameAt(row: number) {
    const { units } = this.#options;
    const { positions, placed } = this.#motion;
    const at = { longitude: positions[row * 3] ?? 0, latitude: positions[row * 3 + 1] ?? 0, x: this.#xs[row] ?? 0, y: this.#ys[row] ?? 0 };
    return placed[row] ? { name: units.nameOf(units.unitIds[row] ?? ''), tone: this.#toneOf(row), ...at } : null;
  }

  #writeMarkers(): void {
    const { units } = this.#options;
    const { count, positions, headingsDeg, placed, driving } = this.#motion;
    const add = (row: number, cell: number, angleDeg: number): void =>
      this.#markers.addMarker({ longitude: positions[row * 3] ?? 0, latitude: positions[row * 3 + 1] ?? 0, angleDeg }, cell, this.#markerSheet);
    const addUnit = (row: number): void => {
      const state = units.states[row] ?? UNIT_STATE.offline;
      const isDriving = driving[row] === 1 && state !== UNIT_STATE.offline;
      // Clockwise from north on the ground is the negative angle of the layer.
      add(row, this.#markerSheet.markerCell(state, isDriving), isDriving ? -(headingsDeg[row] ?? 0) : 0);
    };
    this.#markers.reset(count + 1);
    const selected = this.#selectedUnitId === null ? -1 : units.unitIds.indexOf(this.#selectedUnitId);
    for (const state of stackingOrder) {
      for (let row = 0; row < count; row += 1) {
        if (placed[row] && row !== selected && units.states[row] === state) {
          addUnit(row);
        }
      }
    }
    if (placed[selected]) {
      add(selected, this.#markerSheet.ringCell, 0);
      addUnit(selected);
    }
  }
}
