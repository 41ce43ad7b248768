import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenPoint } from '../model/screen.ts';
import type { UnitPositions } from '../model/units/unitPositions.ts';
import { MapControls } from './MapControls.tsx';
import { MapFoot } from './MapFoot.tsx';
import styles from './MapView.module.css';
import type { UnitFrame } from './unitOverlay.ts';
import { useHallMap } from './useHallMap.ts';

/** What code around the map may ask of it. */
export interface MapViewHandle {
  /** Where a unit is drawn, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null;
  fitUnits(): void;
  fitFujian(): void;
}

/** Asked of the map's element by a test, which writes no code into the page: the map fills in `point`. */
export type ProjectRequest = { readonly unitId: string; point?: ScreenPoint | null };

export type MapViewProps = {
  readonly units: UnitPositions;
  readonly selectedUnitId: string | null;
  /** Null: the click met no unit. */
  readonly onSelect: (unitId: string | null) => void;
  /** Address of a PMTiles archive with streets, WGS-84; without it the administrative map stands alone. */
  readonly streetsUrl?: string | undefined;
  /** 审图号 under which this map may be shown in public. Without it the map says that it is internal. */
  readonly approvalNumber?: string | undefined;
  /** On a wall names and markers are half as large again, to be read at five metres, and there are no controls. */
  readonly place?: 'desk' | 'wall' | undefined;
  /** For the log: what failed and why; the dispatcher sees a sentence of his own. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Called after every drawing of the units; for measuring. */
  readonly onFrame?: ((frame: UnitFrame) => void) | undefined;
  readonly ref?: Ref<MapViewHandle>;
};

const WALL_SCALE = 1.5;

/** The map of Fujian with the units on it. Fills its parent. */
export function MapView({ units, selectedUnitId, onSelect, streetsUrl, approvalNumber, place = 'desk', onError, onFrame, ref }: MapViewProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(false);
  const [failedStreetsUrl, setFailedStreetsUrl] = useState<string>();
  const { map, stage, rendering, retry } = useHallMap({
    container,
    units,
    scale: place === 'wall' ? WALL_SCALE : 1,
    title: t('map.title'),
    streetsUrl,
    onSelect,
    onFollowEnded: () => setFollowing(false),
    onStreetsFailed: () => setFailedStreetsUrl(streetsUrl),
    onError: (error) => onError?.(error),
    onFrame: (frame) => onFrame?.(frame),
  });
  useEffect(() => map?.select(selectedUnitId), [map, selectedUnitId]);
  useEffect(() => map?.follow(following ? selectedUnitId : null), [map, following, selectedUnitId]);
  useImperativeHandle(
    ref,
    () => ({
      project: (unitId) => map?.project(unitId) ?? null,
      fitUnits: () => map?.fitUnits(),
      fitFujian: () => map?.fitFujian(),
    }),
    [map],
  );
  useEffect(() => {
    const element = root.current;
    const answer = (event: Event): void => {
      const request = (event as CustomEvent<ProjectRequest>).detail;
      request.point = map?.project(request.unitId) ?? null;
    };
    element?.addEventListener('map:project', answer);
    return () => element?.removeEventListener('map:project', answer);
  }, [map]);
  const failed = stage === 'noGraphics' || stage === 'basemapFailed';
  return (
    <div
      ref={root}
      className={styles.root}
      data-map
      data-place={place}
      data-map-ready={stage === 'ready'}
      data-map-renderer={rendering ? (rendering.software ? 'software' : 'gpu') : undefined}
    >
      <div ref={container} className={styles.map} />
      {stage === 'loading' && !map && (
        <div className={styles.note} role="status">
          <p>{t('map.loading')}</p>
        </div>
      )}
      {failed && (
        <div className={styles.note} role="alert">
          <p>{t(stage === 'noGraphics' ? 'map.noGraphics' : 'map.basemapFailed')}</p>
          {stage === 'basemapFailed' && (
            <button type="button" className={styles.button} onClick={retry}>
              {t('map.retry')}
            </button>
          )}
        </div>
      )}
      {streetsUrl !== undefined && failedStreetsUrl === streetsUrl && !failed && (
        <p className={styles.warning} role="status">
          {t('map.streetsFailed')}
        </p>
      )}
      {map && !failed && (
        <>
          {place === 'desk' && (
            <MapControls map={map} hasSelection={selectedUnitId !== null} following={following} onFollow={setFollowing} />
          )}
          <MapFoot map={map} approvalNumber={approvalNumber} hasPointer={place === 'desk'} />
        </>
      )}
    </div>
  );
}
