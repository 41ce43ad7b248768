import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { loadBasemap } from '../model/basemap/basemap.ts';
import type { MapItem } from '../model/mapItems.ts';
import { detectRendering, type Rendering } from '../model/rendering.ts';
import type { UnitSource } from '../model/units/unitRows.ts';
import { HallMap, type MapCamera, type MapPress } from './hallMap.ts';
import type { PlaceScene } from './places/placeLayers.ts';
import type { UnitFrame } from './units/unitOverlay.ts';

/** Why there is no map to see yet, or that there is one. */
export type MapStage = 'loading' | 'ready' | 'noGraphics' | 'basemapFailed';

type Request = {
  readonly container: RefObject<HTMLElement | null>;
  readonly units: UnitSource;
  readonly scene: PlaceScene;
  readonly scale: number;
  readonly title: string;
  readonly streetsUrl: string | undefined;
  readonly onSelect: (item: MapItem | null) => void;
  readonly onMenu: (press: MapPress) => void;
  readonly onFollowEnded: () => void;
  readonly onStreetsFailed: () => void;
  readonly onError: (error: unknown) => void;
  readonly onFrame: (frame: UnitFrame) => void;
};

/** A graphics process that died needs a moment to come back, ms; and may need several. */
const REBUILD_AFTER_MS = 1000;
const MOST_REBUILDS = 10;

/** Makes the map of one component and takes it down with it; keeps it showing what the component says. `retry` begins anew after a failure. */
export function useHallMap(request: Request) {
  const { container, units, scene, scale, title, streetsUrl } = request;
  const [map, setMap] = useState<HallMap | null>(null);
  const [stage, setStage] = useState<MapStage>('loading');
  const [rendering, setRendering] = useState<Rendering | null>(null);
  const onSelect = useEffectEvent(request.onSelect);
  const onMenu = useEffectEvent(request.onMenu);
  const onFollowEnded = useEffectEvent(request.onFollowEnded);
  const onStreetsFailed = useEffectEvent(request.onStreetsFailed);
  const onError = useEffectEvent(request.onError);
  const onFrame = useEffectEvent(request.onFrame);
  const shown = useEffectEvent(() => ({ units, scene }));
  const restart = useRef<() => void>(null);
  useEffect(() => {
    const element = container.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) {
      return undefined;
    }
    let made: HallMap | undefined;
    /** Kept from a map that lost its graphics, so that its successor looks at the same place. */
    let camera: MapCamera | null = null;
    let rebuilds = 0;
    let timer: number | undefined;
    let ended = false;

    const takeDown = (): void => {
      view.clearTimeout(timer);
      timer = undefined;
      made?.close();
      made = undefined;
      setMap(null);
    };
    const rebuildLater = (): void => {
      rebuilds += 1;
      timer ??= view.setTimeout(begin, REBUILD_AFTER_MS);
    };
    const make = async (): Promise<void> => {
      const basemap = await loadBasemap();
      if (ended) {
        return;
      }
      const detected = detectRendering(view);
      setRendering(detected);
      if (!detected) {
        setStage('noGraphics');
        if (rebuilds > 0 && rebuilds < MOST_REBUILDS) {
          rebuildLater();
        }
        return;
      }
      setStage('loading');
      made = HallMap.create({
        ...shown(),
        container: element,
        view,
        basemap,
        rendering: detected,
        scale,
        title,
        streetsUrl,
        camera,
        onReady: () => {
          rebuilds = 0;
          setStage('ready');
        },
        onSelect: (item) => onSelect(item),
        onMenu: (press) => onMenu(press),
        onFollowEnded: () => onFollowEnded(),
        onStreetsFailed: () => onStreetsFailed(),
        onGraphicsLost: () => {
          onError(new Error('the map lost its graphics context'));
          camera = made?.camera() ?? null;
          rebuildLater();
        },
        onError: (error) => onError(error),
        onFrame: (frame) => onFrame(frame),
      });
      setMap(made);
    };
    function begin(): void {
      takeDown();
      make().catch((error: unknown) => {
        if (!ended) {
          onError(error);
          setStage('basemapFailed');
        }
      });
    }
    restart.current = begin;
    begin();
    return () => {
      ended = true;
      restart.current = null;
      takeDown();
    };
  }, [container, scale, title, streetsUrl]);
  useEffect(() => map?.showUnits(units), [map, units]);
  useEffect(() => map?.show(scene), [map, scene]);
  return { map, stage, rendering, retry: () => restart.current?.() };
}
