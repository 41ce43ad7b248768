import { Map as BaseMap, setWorkerUrl, type MapMouseEvent } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { basemapBounds, fujianBounds, namesByCode, type Basemap } from '../model/basemap/basemap.ts';
import { basemapStyle, areaLayer } from '../model/basemap/basemapStyle.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import { mapFonts } from '../model/palette.ts';
import { placeNameBoxes } from '../model/basemap/placeNames.ts';
import type { MapItem } from '../model/mapItems.ts';
import { pickItem } from '../model/places/pickItem.ts';
import { writtenBoxes } from '../model/places/placeFeatures.ts';
import type { Rendering } from '../model/rendering.ts';
import type { ScreenPoint } from '../model/screen.ts';
import { addStreets, isStreetsError } from '../model/basemap/streets.ts';
import { UNIT_STATE } from '../../../hot/unitTelemetry.ts';
import { hasPosition } from '../model/units/unitPositions.ts';
import type { UnitSource } from '../model/units/unitRows.ts';
import { PlaceLayers, type PlaceScene } from './places/placeLayers.ts';
import { SpotMarks, type Spot } from './places/spotMarks.ts';
import { UnitOverlay, type UnitFrame } from './units/unitOverlay.ts';

// Named here, once: left to itself MapLibre looks for its worker beside its own file, which bundling moves.
setWorkerUrl(workerUrl);

/** What lies under the pointer. */
export type PointerPlace = { readonly position: Position; readonly prefecture: string; readonly county: string };
/** Where the map looks. */
export type MapCamera = { readonly zoom: number; readonly longitudeDeg: number; readonly latitudeDeg: number };
/** A place on the map that was pressed: WGS-84 degrees, and CSS pixels from the map's top left corner. */
export type MapPress = { readonly position: Position; readonly point: ScreenPoint };

/** Takes the pointer from the map while the dispatcher draws. */
export interface MapTool {
  onPress(press: MapPress): void;
  onHover(press: MapPress): void;
  /** A double click. */
  onFinish(): void;
}

type Options = {
  readonly container: HTMLElement;
  readonly view: Window;
  readonly basemap: Basemap;
  /** What it shows at first. */
  readonly units: UnitSource;
  readonly scene: PlaceScene;
  readonly rendering: Rendering;
  readonly scale: number;
  readonly title: string;
  readonly streetsUrl: string | undefined;
  /** Where to look; null: all of Fujian. */
  readonly camera: MapCamera | null;
  readonly onReady: () => void;
  readonly onSelect: (item: MapItem | null) => void;
  /** The right button, or the menu key. */
  readonly onMenu: (press: MapPress) => void;
  readonly onFollowEnded: () => void;
  readonly onStreetsFailed: () => void;
  /** The graphics process died or reset: this map will not draw again, make another. */
  readonly onGraphicsLost: () => void;
  /** For the log: what went wrong that the dispatcher need not know. */
  readonly onError: (error: unknown) => void;
  readonly onFrame: (frame: UnitFrame) => void;
};

const FOLLOW_ZOOM = 13;
const FIT_PADDING_PX = 56;
const EASE_MS = 500;
/** The county under the pointer is looked up at most this often, ms. */
const POINTER_INTERVAL_MS = 80;

/** The map of one window: basemap, units, places and camera. */
export class HallMap {
  readonly #options: Options;
  readonly #map: BaseMap;
  readonly #overlay: UnitOverlay;
  readonly #places: PlaceLayers;
  readonly #spots: SpotMarks;
  readonly #names: ReadonlyMap<string, string>;
  readonly #pointerListeners = new Set<(place: PointerPlace) => void>();
  readonly #cameraListeners = new Set<(view: MapCamera) => void>();
  #scene: PlaceScene;
  #tool: MapTool | null = null;
  #followedUnitId: string | null = null;
  #pointerAt = -Infinity;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#scene = options.scene;
    const { container, rendering, basemap, scale } = options;
    this.#names = namesByCode(basemap);
    const map = new BaseMap({
      container,
      style: basemapStyle({ basemap, textScale: scale, light: rendering.software }),
      ...(options.camera
        ? { center: [options.camera.longitudeDeg, options.camera.latitudeDeg], zoom: options.camera.zoom }
        : { bounds: fujianBounds, fitBoundsOptions: { padding: FIT_PADDING_PX } }),
      maxBounds: basemapBounds,
      minZoom: 4,
      maxZoom: 18,
      pixelRatio: rendering.pixelRatio,
      canvasContextAttributes: { antialias: !rendering.software },
      fadeDuration: rendering.software ? 0 : 150,
      localIdeographFontFamily: mapFonts.join(', '),
      attributionControl: false,
      maplibreLogo: false,
      renderWorldCopies: false,
      // North stays up: dispatchers give directions by it, and the markers are drawn for it.
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      locale: { 'Map.Title': options.title },
    });
    this.#map = map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    this.#overlay = UnitOverlay.create({
      ...options,
      map,
      source: options.units,
      layers: options.scene.layers,
      obstaclesFor: (camera) => [...placeNameBoxes({ labels: basemap.labels, camera, scale }), ...writtenBoxes({ ...this.#scene, camera, scale })],
      onFrame: (frame) => this.#onFrame(frame),
    });
    this.#places = PlaceLayers.create({ map, scene: options.scene, pixelRatio: rendering.pixelRatio, scale });
    this.#spots = SpotMarks.create({ map, onPress: (id) => options.onSelect({ kind: 'alarm', id }) });
    this.#listen();
  }

  static create(options: Options): HallMap {
    return new HallMap(options);
  }

  /** Everything but the units and the spots; the chosen unit as well. */
  show(scene: PlaceScene): void {
    const before = this.#scene;
    this.#scene = scene;
    this.#places.show(scene);
    if (scene.layers !== before.layers) {
      this.#overlay.showLayers(scene.layers);
    }
    this.#overlay.select(scene.chosen.unit ?? null);
  }

  showUnits(source: UnitSource): void {
    this.#overlay.show(source);
  }

  showSpots(spots: readonly Spot[]): void {
    this.#spots.show(spots);
  }

  flash(spotId: string): void {
    this.#spots.flash(spotId);
  }

  /** Gives the pointer to a tool, or back to the map. */
  setTool(tool: MapTool | null): void {
    this.#tool = tool;
    this.#map.getCanvas().style.cursor = tool ? 'crosshair' : '';
    if (tool) {
      this.#map.doubleClickZoom.disable();
    } else {
      this.#map.doubleClickZoom.enable();
    }
  }

  /** Keeps a unit in the middle until the dispatcher drags the map; null: no longer. */
  follow(unitId: string | null): void {
    const at = unitId === null ? null : this.#overlay.shownPosition(unitId);
    this.#followedUnitId = null;
    if (unitId === null || !at) {
      return;
    }
    const zoom = Math.max(this.#map.getZoom(), FOLLOW_ZOOM);
    this.#map.easeTo({ center: at, zoom, duration: this.#easeMs() });
    this.#followedUnitId = unitId;
  }

  /** Brings a place into the middle; never farther away than the map is now unless `zoom` says so. */
  flyTo(position: Position, zoom?: number): void {
    this.#endFollowing();
    this.#map.easeTo({ center: [position[0], position[1]], zoom: zoom ?? Math.max(this.#map.getZoom(), FOLLOW_ZOOM), duration: this.#easeMs() });
  }

  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: this.#easeMs() / 2 });
  }

  fitFujian(): void {
    this.#fit(fujianBounds);
  }

  /** Shows every unit that reports; those that are offline count only where no other is left. */
  fitUnits(): void {
    const { units } = this.#overlay.source;
    const rows = Array.from({ length: units.count }, (_, row) => row).filter((row) => hasPosition(units, row));
    const reporting = rows.filter((row) => units.states[row] !== UNIT_STATE.offline);
    const shown = reporting.length > 0 ? reporting : rows;
    if (shown.length > 0) {
      this.fitPositions(shown.map((row) => [units.longitudes[row] ?? 0, units.latitudes[row] ?? 0]));
    }
  }

  fitPositions(positions: readonly Position[]): void {
    const bounds = positions.reduce(
      ([west, south, east, north], [longitude, latitude]): [number, number, number, number] => [Math.min(west, longitude), Math.min(south, latitude), Math.max(east, longitude), Math.max(north, latitude)],
      [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number],
    );
    this.#fit(bounds);
  }

  /** Where a unit is, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null {
    return this.#overlay.project(unitId);
  }

  /** Where a unit is drawn, WGS-84 degrees; null: unknown or without a position. */
  unitPosition(unitId: string): Position | null {
    return this.#overlay.shownPosition(unitId);
  }

  screenOf([longitudeDeg, latitudeDeg]: Position): ScreenPoint {
    const { x, y } = this.#map.project([longitudeDeg, latitudeDeg]);
    return { x, y };
  }

  positionOf({ x, y }: ScreenPoint): Position {
    const { lng, lat } = this.#map.unproject([x, y]);
    return [lng, lat];
  }

  camera(): MapCamera {
    const { lng, lat } = this.#map.getCenter();
    return { zoom: this.#map.getZoom(), longitudeDeg: lng, latitudeDeg: lat };
  }

  /** Gives the keyboard to the map. */
  focus(): void {
    this.#map.getCanvas().focus();
  }

  /** Tells where the pointer is as it moves over the map, and nothing once it has left. */
  onPointer(listener: (place: PointerPlace) => void): () => void {
    this.#pointerListeners.add(listener);
    return () => void this.#pointerListeners.delete(listener);
  }

  onCamera(listener: (view: MapCamera) => void): () => void {
    this.#cameraListeners.add(listener);
    return () => void this.#cameraListeners.delete(listener);
  }

  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#options.container.removeEventListener('webglcontextlost', this.#onGraphicsLost, true);
    this.#spots.close();
    this.#overlay.close();
    this.#map.remove();
  }

  #listen(): void {
    const { container, onReady, onMenu, streetsUrl, onStreetsFailed, onError } = this.#options;
    const map = this.#map;
    const pressOf = ({ lngLat, point }: MapMouseEvent): MapPress => ({ position: [lngLat.lng, lngLat.lat], point: { x: point.x, y: point.y } });
    map.once('idle', () => {
      if (!this.#closed) {
        onReady();
      }
    });
    map.once('load', () => {
      if (streetsUrl && !this.#closed) {
        addStreets(map, streetsUrl);
      }
    });
    map.on('error', (event) => {
      if (isStreetsError(event as { sourceId?: string })) {
        onStreetsFailed();
      }
      onError(event.error);
    });
    // Not bubbling, but caught on the way down: it reaches the canvases of the basemap and of the units alike.
    container.addEventListener('webglcontextlost', this.#onGraphicsLost, true);
    map.on('click', (event) => this.#onClick(pressOf(event)));
    map.on('dblclick', () => this.#tool?.onFinish());
    map.on('contextmenu', (event) => onMenu(pressOf(event)));
    map.on('mousemove', (event) => {
      this.#tool?.onHover(pressOf(event));
      this.#onPointer(event);
    });
    map.on('move', () => this.#cameraListeners.forEach((listener) => listener(this.camera())));
    map.on('resize', () => this.#cameraListeners.forEach((listener) => listener(this.camera())));
    map.on('dragstart', () => this.#endFollowing());
    map.on('movestart', ({ originalEvent }) => {
      if (originalEvent?.type === 'keydown' && 'key' in originalEvent && String(originalEvent.key).startsWith('Arrow')) {
        this.#endFollowing();
      }
    });
  }

  #onClick(press: MapPress): void {
    if (this.#tool) {
      this.#tool.onPress(press);
      return;
    }
    const unitId = this.#overlay.unitAt(press.point);
    const cluster = unitId === null ? this.#overlay.clusterAt(press.point) : null;
    if (cluster) {
      const [west, south, east, north] = cluster.bounds;
      this.fitPositions([[west, south], [east, north]]);
      return;
    }
    this.#options.onSelect(unitId === null ? this.#itemAt(press) : { kind: 'unit', id: unitId });
  }

  #itemAt({ position, point }: MapPress): MapItem | null {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    return pickItem({ ...this.#scene, camera: { ...this.camera(), widthPx: clientWidth, heightPx: clientHeight }, point, position, scale: this.#options.scale });
  }

  readonly #onGraphicsLost = (): void => {
    if (!this.#closed) {
      this.#options.onGraphicsLost();
    }
  };

  #fit(bounds: [number, number, number, number]): void {
    this.#endFollowing();
    this.#map.fitBounds(bounds, { padding: FIT_PADDING_PX, maxZoom: FOLLOW_ZOOM + 1, duration: this.#easeMs() });
  }

  /** Without a graphics card an animated flight is a slide show: go there at once. */
  #easeMs(): number {
    return this.#options.rendering.software ? 0 : EASE_MS;
  }

  #endFollowing(): void {
    if (this.#followedUnitId !== null) {
      this.#followedUnitId = null;
      this.#options.onFollowEnded();
    }
  }

  #onFrame(frame: UnitFrame): void {
    this.#options.onFrame(frame);
    const at = this.#followedUnitId === null ? null : this.#overlay.shownPosition(this.#followedUnitId);
    if (at && !this.#map.isMoving()) {
      const centre = this.#map.getCenter();
      if (centre.lng !== at[0] || centre.lat !== at[1]) {
        this.#map.jumpTo({ center: at });
      }
    }
  }

  #onPointer(event: MapMouseEvent): void {
    const now = this.#options.view.performance.now();
    if (now - this.#pointerAt < POINTER_INTERVAL_MS || this.#map.isMoving()) {
      return;
    }
    this.#pointerAt = now;
    if (!this.#tool) {
      const { point } = event;
      const overUnit = this.#overlay.unitAt(point) !== null || this.#overlay.clusterAt(point) !== null;
      const item = overUnit ? null : this.#itemAt({ position: [event.lngLat.lng, event.lngLat.lat], point });
      this.#map.getCanvas().style.cursor = overUnit || (item && item.kind !== 'fence') ? 'pointer' : '';
    }
    if (this.#pointerListeners.size === 0 || !this.#map.getLayer(areaLayer)) {
      return;
    }
    const county = this.#map.queryRenderedFeatures(event.point, { layers: [areaLayer] }).find(({ properties }) => properties['object'] === 'counties');
    const place: PointerPlace = {
      position: [event.lngLat.lng, event.lngLat.lat],
      county: String(county?.properties['name'] ?? ''),
      prefecture: this.#names.get(String(county?.properties['prefecture'] ?? '')) ?? '',
    };
    this.#pointerListeners.forEach((listener) => listener(place));
  }
}
