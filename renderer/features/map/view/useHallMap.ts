import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { loadBasemap } from '../model/basemap.ts';
import { detectRendering, type Rendering } from '../model/rendering.ts';
import type { UnitPositions } from '../model/unitPositions.ts';
import { HallMap, type MapCamera } from './hallMap.ts';
import type { UnitFrame } from './unitOverlay.ts';

/** Why there is no map to see yet, or that there is one. */
export type MapStage = 'loading' | 'ready' | 'noGraphics' | 'basemapFailed';

type Request = {
  readonly container: RefObject<HTMLElement | null>;
  readonly units: UnitPositions;
  readonly scale: number;
  readonly title: string;
  readonly streetsUrl: string | undefined;
  readonly onSelect: (unitId: string | null) => void;
  readonly onFollowEnded: () => void;
  readonly onStreetsFailed: () => void;
  readonly onError: (error: unknown) => void;
  readonly onFrame: (frame: UnitFrame) => void;
};

/** A graphics process that died needs a moment to come back, ms. */
const REBUILD_AFTER_MS = 1000;

/** Makes the map of one component and takes it down with it. `retry` begins anew after a failure. */
export function useHallMap(request: Request) {
  const { container, units, scale, title, streetsUrl } = request;
  const [map, setMap] = useState<HallMap | null>(null);
  const [stage, setStage] = useState<MapStage>('loading');
  const [rendering, setRendering] = useState<Rendering | null>(null);
  const [attempt, setAttempt] = useState(0);
  const onSelect = useEffectEvent(request.onSelect);
  const onFollowEnded = useEffectEvent(request.onFollowEnded);
  const onStreetsFailed = useEffectEvent(request.onStreetsFailed);
  const onError = useEffectEvent(request.onError);
  const onFrame = useEffectEvent(request.onFrame);
  /** Kept from a map that lost its graphics, so that its successor looks at the same place. */
  const lastCamera = useRef<MapCamera | null>(null);
  useEffect(() => {
    const element = container.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) {
      return undefined;
    }
    const detected = detectRendering(view);
    if (!detected) {
      setStage('noGraphics');
      return undefined;
    }
    setStage('loading');
    setRendering(detected);
    let made: HallMap | undefined;
    let rebuild: number | undefined;
    let ended = false;
    const make = async (): Promise<void> => {
      const basemap = await loadBasemap();
      if (ended) {
        return;
      }
      made = HallMap.create({
        container: element,
        view,
        basemap,
        units,
        rendering: detected,
        scale,
        title,
        streetsUrl,
        camera: lastCamera.current,
        onReady: () => setStage('ready'),
        onSelect: (unitId) => onSelect(unitId),
        onFollowEnded: () => onFollowEnded(),
        onStreetsFailed: () => onStreetsFailed(),
        onGraphicsLost: () => {
          onError(new Error('the map lost its graphics context'));
          lastCamera.current = made?.camera() ?? null;
          rebuild ??= view.setTimeout(() => setAttempt((count) => count + 1), REBUILD_AFTER_MS);
        },
        onError: (error) => onError(error),
        onFrame: (frame) => onFrame(frame),
      });
      setMap(made);
    };
    make().catch((error: unknown) => {
      if (!ended) {
        onError(error);
        setStage('basemapFailed');
      }
    });
    return () => {
      ended = true;
      view.clearTimeout(rebuild);
      made?.close();
      setMap(null);
    };
  }, [container, units, scale, title, streetsUrl, attempt]);
  return { map, stage, rendering, retry: () => setAttempt((count) => count + 1) };
}
