import { Map as BaseMap, setWorkerUrl, type MapMouseEvent } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { basemapBounds, fujianBounds, namesByCode, type Basemap } from '../model/basemap/basemap.ts';
import { basemapStyle, areaLayer } from '../model/basemap/basemapStyle.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import { mapFonts } from '../model/palette.ts';
import { placeNameBoxes } from '../model/basemap/placeNames.ts';
import type { Rendering } from '../model/rendering.ts';
import type { ScreenPoint } from '../model/screen.ts';
import { addStreets, isStreetsError } from '../model/basemap/streets.ts';
import { UNIT_STATE } from '../../../hot/unitTelemetry.ts';
import { hasPosition, type UnitPositions } from '../model/units/unitPositions.ts';
import { UnitOverlay, type UnitFrame } from './unitOverlay.ts';

// Named here, once: left to itself MapLibre looks for its worker beside its own file, which bundling moves.
setWorkerUrl(workerUrl);

/** What lies under the pointer. */
export type PointerPlace = { readonly position: Position; readonly prefecture: string; readonly county: string };
/** Where the map looks. */
export type MapCamera = { readonly zoom: number; readonly longitudeDeg: number; readonly latitudeDeg: number };

type Options = {
  readonly container: HTMLElement;
  readonly view: Window;
  readonly basemap: Basemap;
  readonly units: UnitPositions;
  readonly rendering: Rendering;
  readonly scale: number;
  readonly title: string;
  readonly streetsUrl: string | undefined;
  /** Where to look; null: all of Fujian. */
  readonly camera: MapCamera | null;
  readonly onReady: () => void;
  readonly onSelect: (unitId: string | null) => void;
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

/** The map of one window: basemap, units and camera. */
export class HallMap {
  readonly #options: Options;
  readonly #map: BaseMap;
  readonly #overlay: UnitOverlay;
  readonly #names: ReadonlyMap<string, string>;
  readonly #pointerListeners = new Set<(place: PointerPlace) => void>();
  readonly #cameraListeners = new Set<(view: MapCamera) => void>();
  #followedUnitId: string | null = null;
  #pointerAt = -Infinity;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
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
      obstaclesFor: (camera) => placeNameBoxes({ labels: basemap.labels, camera, scale }),
      onFrame: (frame) => this.#onFrame(frame),
    });
    map.once('idle', () => {
      if (!this.#closed) {
        options.onReady();
      }
    });
    map.once('load', () => {
      if (options.streetsUrl && !this.#closed) {
        addStreets(map, options.streetsUrl);
      }
    });
    map.on('error', (event) => {
      if (isStreetsError(event as { sourceId?: string })) {
        options.onStreetsFailed();
      }
      options.onError(event.error);
    });
    // Not bubbling, but caught on the way down: it reaches the canvases of the basemap and of the units alike.
    container.addEventListener('webglcontextlost', this.#onGraphicsLost, true);
    map.on('click', (event) => options.onSelect(this.#overlay.unitAt(event.point)));
    map.on('mousemove', (event) => this.#onPointer(event));
    map.on('move', () => this.#cameraListeners.forEach((listener) => listener(this.camera())));
    map.on('dragstart', () => this.#endFollowing());
    map.on('movestart', ({ originalEvent }) => {
      if (originalEvent?.type === 'keydown' && 'key' in originalEvent && String(originalEvent.key).startsWith('Arrow')) {
        this.#endFollowing();
      }
    });
  }

  static create(options: Options): HallMap {
    return new HallMap(options);
  }

  select(unitId: string | null): void {
    this.#overlay.select(unitId);
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

  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: this.#easeMs() / 2 });
  }

  fitFujian(): void {
    this.#fit(fujianBounds);
  }

  /** Shows every unit that reports; those that are offline count only where no other is left. */
  fitUnits(): void {
    const { units } = this.#options;
    const rows = Array.from({ length: units.count }, (_, row) => row).filter((row) => hasPosition(units, row));
    const reporting = rows.filter((row) => units.states[row] !== UNIT_STATE.offline);
    const shown = reporting.length > 0 ? reporting : rows;
    if (shown.length > 0) {
      const longitudes = shown.map((row) => units.longitudes[row] ?? 0);
      const latitudes = shown.map((row) => units.latitudes[row] ?? 0);
      this.#fit([Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)]);
    }
  }

  /** Where a unit is drawn, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null {
    return this.#overlay.project(unitId);
  }

  camera(): MapCamera {
    const { lng, lat } = this.#map.getCenter();
    return { zoom: this.#map.getZoom(), longitudeDeg: lng, latitudeDeg: lat };
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
    this.#overlay.close();
    this.#map.remove();
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
    this.#map.getCanvas().style.cursor = this.#overlay.unitAt(event.point) ? 'pointer' : '';
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
