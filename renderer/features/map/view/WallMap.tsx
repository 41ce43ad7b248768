import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '#domain/geodesy/datum.ts';
import type { UnitTrails } from '../../../hot/unitTrails.ts';
import { allLayers } from '../model/layers/layerChoices.ts';
import type { MapContent, MapUnitKind } from '../model/mapItems.ts';
import type { UnitPositions } from '../model/units/unitPositions.ts';
import { MapFoot } from './chrome/MapFoot.tsx';
import type { HallMap } from './hallMap.ts';
import { MapNotes } from './MapNotes.tsx';
import styles from './MapView.module.css';
import { useHallMap } from './useHallMap.ts';
import { useSpots } from './useSpots.ts';

type MapFrame = { readonly kind: 'centre'; readonly position: Position; readonly zoom: number } | { readonly kind: 'around'; readonly positions: readonly Position[] } | { readonly kind: 'province' };

type WallMapProps = {
  readonly units: UnitPositions;
  readonly trails: Pick<UnitTrails, 'positionsOf'>;
  readonly kindOf: (unitId: string) => MapUnitKind;
  readonly content: MapContent;
  readonly chosenOperation: string | null;
  /** Where it looks, WGS-84 degrees; it goes there again whenever this changes or its tile does. */
  readonly frame: MapFrame;
  readonly streetsUrl: string | undefined;
  /** For the log. */
  readonly onError: (error: unknown) => void;
};

/** CSS pixels of a tile that is as large as a desk's map; a smaller one has smaller marks, so that it is not all marks. */
const PLAIN_HEIGHT_PX = 540;
const SCALES = { small: 1, large: 1.5 } as const;

/** The map as a tile of a wall: all layers, no tools, nobody's pointer. Its words have the size of the tile, which is to be a size container. */
export function WallMap(props: WallMapProps) {
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  // The size that it is opened with: a map is made anew for another scale.
  const scale = root === null ? null : root.clientHeight < PLAIN_HEIGHT_PX ? SCALES.small : SCALES.large;
  return (
    <div ref={setRoot} className={styles.root} data-map data-place="wall" style={{ fontSize: 'calc(8px + 1.1cqmin)' }}>
      {scale !== null && <ScaledMap {...props} scale={scale} />}
    </div>
  );
}

function ScaledMap({ units, trails, kindOf, content, chosenOperation, frame, streetsUrl, onError, scale }: WallMapProps & { readonly scale: number }) {
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const [failedStreetsUrl, setFailedStreetsUrl] = useState<string>();
  const alarming = useMemo(() => new Set(content.alarms.flatMap(({ unitId }) => (unitId === null ? [] : [unitId]))), [content.alarms]);
  const source = useMemo(() => ({ units, trails, kindOf, alarming, glides: true }), [units, trails, kindOf, alarming]);
  const chosen = useMemo(() => ({ operation: chosenOperation }), [chosenOperation]);
  const scene = useMemo(() => ({ content, layers: allLayers, chosen }), [content, chosen]);
  const { map, stage, retry } = useHallMap({
    container,
    units: source,
    scene,
    scale,
    title: t('map.title'),
    streetsUrl,
    onSelect: () => undefined,
    onMenu: () => undefined,
    onFollowEnded: () => undefined,
    onStreetsFailed: () => setFailedStreetsUrl(streetsUrl),
    onError,
    onFrame: () => undefined,
  });
  useSpots({ map, content, layers: allLayers, chosen, happened: null });
  // By what it says: the hall tells the same place again with everything else that happens.
  const words = JSON.stringify(frame);
  useEffect(() => {
    if (map) {
      look(map, JSON.parse(words) as MapFrame);
    }
  }, [map, words]);
  useEffect(() => {
    const element = container.current;
    const view = element?.ownerDocument.defaultView;
    if (!map || !element || !view) {
      return undefined;
    }
    let size = `${element.clientWidth} ${element.clientHeight}`;
    const observer = new view.ResizeObserver(() => {
      const now = `${element.clientWidth} ${element.clientHeight}`;
      if (now !== size) {
        size = now;
        // After the map itself has heard of its new size.
        view.requestAnimationFrame(() => look(map, JSON.parse(words) as MapFrame));
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [map, words]);
  const failed = stage === 'noGraphics' || stage === 'basemapFailed';
  return (
    // Nobody works on a wall: neither the pointer nor the keyboard moves its camera.
    <div inert data-map-ready={stage === 'ready'}>
      <div ref={container} className={styles.map} />
      <MapNotes stage={stage} hasMap={map !== null} streetsFailed={streetsUrl !== undefined && failedStreetsUrl === streetsUrl} onRetry={retry} />
      {map && !failed && <MapFoot map={map} approvalNumber={undefined} hasPointer={false} />}
    </div>
  );
}

function look(map: HallMap, frame: MapFrame): void {
  if (frame.kind === 'centre') {
    map.flyTo(frame.position, frame.zoom);
  } else if (frame.kind === 'around') {
    map.fitPositions(frame.positions);
  } else {
    map.fitFujian();
  }
}
