import { Map as BaseMap, type GeoJSONSource } from 'maplibre-gl';
import { HallMap } from '../../renderer/features/map/view/hallMap.ts';
import { loadBasemap } from '../../renderer/features/map/model/basemap/basemap.ts';
import { basemapStyle } from '../../renderer/features/map/model/basemap/basemapStyle.ts';
import { allLayers } from '../../renderer/features/map/model/layers/layerChoices.ts';
import { emptyContent } from '../../renderer/features/map/model/mapItems.ts';
import { detectRendering } from '../../renderer/features/map/model/rendering.ts';
import { startCrowd, type Crowd } from './mapCrowd.ts';

type Scene = { readonly zoom: number; readonly units: number };

export type MapFigures = {
  /** Main thread time of each update: taking in the positions and handing the picture to the graphics, ms. */
  readonly updatesMs: readonly number[];
  /** Between two animation frames of the page, ms. */
  readonly gapsMs: readonly number[];
};

type Opened = { readonly update: () => void; /** Main thread time that `update` caused later on, ms; forgotten when read. */ readonly laterMs: () => number; readonly close: () => void };

const CENTRE: readonly [longitudeDeg: number, latitudeDeg: number] = [118.1, 24.9];
const UPDATE_INTERVAL_MS = 1_000;

let opened: (Opened & { readonly crowd: Crowd }) | null = null;

function newPlace(): HTMLElement {
  const place = document.createElement('div');
  place.style.cssText = 'position:fixed;inset:0';
  document.body.append(place);
  return place;
}

function renderingHere() {
  const rendering = detectRendering(globalThis.window);
  if (rendering === null) {
    throw new Error('there is no WebGL 2');
  }
  return rendering;
}

/** What draws here, so that nobody takes a processor's figures for a graphics card's. */
export function mapRenderer(): string {
  return renderingHere().renderer;
}

/** The product's own map with moving units on it. Resolves when it is drawn. */
export async function openHallMap({ zoom, units }: Scene): Promise<void> {
  closeMap();
  const crowd = startCrowd({ units, centre: CENTRE, zoom });
  const place = newPlace();
  const basemap = await loadBasemap();
  let laterMs = 0;
  const map = await new Promise<HallMap>((resolve, reject) => {
    const made = HallMap.create({
      container: place,
      view: globalThis.window,
      basemap,
      units: { units: crowd.positions, trails: { positionsOf: () => new Float64Array(0) }, kindOf: () => 'phone', alarming: new Set(), glides: true },
      scene: { content: emptyContent, layers: allLayers, chosen: {} },
      rendering: renderingHere(),
      scale: 1,
      title: '',
      streetsUrl: undefined,
      camera: { zoom, longitudeDeg: CENTRE[0], latitudeDeg: CENTRE[1] },
      onReady: () => resolve(made),
      onSelect: () => undefined,
      onMenu: () => undefined,
      onFollowEnded: () => undefined,
      onStreetsFailed: () => undefined,
      onGraphicsLost: () => reject(new Error('the graphics context was lost')),
      onError: (error) => reject(error instanceof Error ? error : new Error(String(error))),
      onFrame: ({ tookMs }) => {
        laterMs += tookMs;
      },
    });
  });
  opened = {
    crowd,
    update: () => crowd.move(),
    laterMs: () => {
      const spent = laterMs;
      laterMs = 0;
      return spent;
    },
    close: () => {
      map.close();
      place.remove();
    },
  };
}

/** The same basemap with the units as a GeoJSON source of MapLibre, which draws them as circles. Resolves when it is drawn. */
export async function openGeojsonMap({ zoom, units }: Scene): Promise<void> {
  closeMap();
  const crowd = startCrowd({ units, centre: CENTRE, zoom });
  const place = newPlace();
  const rendering = renderingHere();
  const map = new BaseMap({
    container: place,
    style: basemapStyle({ basemap: await loadBasemap(), textScale: 1, light: rendering.software }),
    center: [CENTRE[0], CENTRE[1]],
    zoom,
    pixelRatio: rendering.pixelRatio,
    canvasContextAttributes: { antialias: !rendering.software },
    fadeDuration: 0,
    attributionControl: false,
    renderWorldCopies: false,
  });
  await new Promise((resolve) => map.once('load', resolve));
  map.addSource('units', { type: 'geojson', data: crowd.features() });
  map.addLayer({ id: 'units', type: 'circle', source: 'units', paint: { 'circle-radius': 7, 'circle-color': '#35c275', 'circle-stroke-width': 1.2, 'circle-stroke-color': '#dfe7ee' } });
  await new Promise((resolve) => map.once('idle', resolve));
  const source = map.getSource<GeoJSONSource>('units');
  opened = {
    crowd,
    update: () => {
      crowd.move();
      void source?.setData(crowd.features());
    },
    laterMs: () => 0,
    close: () => {
      map.remove();
      place.remove();
    },
  };
}

/** Moves every unit once a second for this long. */
export async function measureMap({ forMs }: { readonly forMs: number }): Promise<MapFigures> {
  if (opened === null) {
    throw new Error('no map is open');
  }
  const { update, laterMs } = opened;
  const updatesMs: number[] = [];
  const gapsMs: number[] = [];
  const endAt = performance.now() + forMs;
  let frameAt = performance.now();
  let going = true;
  const onFrame = (now: number): void => {
    gapsMs.push(now - frameAt);
    frameAt = now;
    if (going) {
      requestAnimationFrame(onFrame);
    }
  };
  requestAnimationFrame((now) => {
    frameAt = now;
    requestAnimationFrame(onFrame);
  });
  laterMs();
  while (performance.now() < endAt) {
    const startedAt = performance.now();
    update();
    const tookMs = performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, UPDATE_INTERVAL_MS));
    updatesMs.push(tookMs + laterMs());
  }
  going = false;
  return { updatesMs, gapsMs };
}

/** Idempotent. */
export function closeMap(): void {
  opened?.close();
  opened = null;
}
