import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '#domain/geodesy/datum.ts';
import { emptyContent, type MapChosen, type MapContent, type MapItem, type MapPlace, type MapUnitKind } from '../model/mapItems.ts';
import { eventsShown } from '../model/replay/playback.ts';
import { createReplayUnits } from '../model/replay/replayUnits.ts';
import type { ReplaySource } from '../model/replay/track.ts';
import type { ScreenPoint } from '../model/screen.ts';
import { findOnMap, type Found } from '../model/search/findOnMap.ts';
import { hasPosition, type UnitPositions } from '../model/units/unitPositions.ts';
import type { UnitSource } from '../model/units/unitRows.ts';
import type { UnitTrails } from '../../../hot/unitTrails.ts';
import { ItemPlate } from './chrome/ItemPlate.tsx';
import { LayerMenu } from './chrome/LayerMenu.tsx';
import { MapControls } from './chrome/MapControls.tsx';
import { MapFoot } from './chrome/MapFoot.tsx';
import { MapSearch } from './chrome/MapSearch.tsx';
import { PlaceMenu, type PlaceAction } from './chrome/PlaceMenu.tsx';
import type { MapPress } from './hallMap.ts';
import { MapNotes } from './MapNotes.tsx';
import styles from './MapView.module.css';
import { ReplayBar } from './replay/ReplayBar.tsx';
import { useReplay } from './replay/useReplay.ts';
import { DraftBar } from './tools/DraftBar.tsx';
import { DraftLayer } from './tools/DraftLayer.tsx';
import { useDraft } from './tools/useDraft.ts';
import type { UnitFrame } from './units/unitOverlay.ts';
import { useHallMap } from './useHallMap.ts';
import { useLayerChoices } from './useLayerChoices.ts';
import { useSight } from './useSight.ts';
import { useSpots } from './useSpots.ts';

/** What code around the map may ask of it. */
export interface MapViewHandle {
  /** Where a unit is, CSS pixels from the map's top left corner; null: unknown or without a position. */
  project(unitId: string): ScreenPoint | null;
  fitUnits(): void;
  fitFujian(): void;
  /** Brings a place (WGS-84 degrees) into the middle; never farther away than the map is now unless `zoom` says so. */
  flyTo(position: Position, zoom?: number): void;
  /** Draws the eye to an alarm that is on the map. */
  flash(alarmId: string): void;
}

/** Asked of the map's element by a test, which writes no code into the page: the map fills in `point`. */
export type ProjectRequest = { readonly unitId: string; point?: ScreenPoint | null };

/** What the page lets the dispatcher do; what is missing is not offered. */
export type MapActions = {
  /** A ring of at least three corners that does not cross itself, WGS-84 degrees, the first not repeated. */
  readonly onFenceDrawn?: ((ring: readonly Position[]) => void) | undefined;
  readonly onFenceEdited?: ((fenceId: string, ring: readonly Position[]) => void) | undefined;
  readonly onFenceRemoved?: ((fenceId: string) => void) | undefined;
  readonly onPlaceOperation?: ((position: Position) => void) | undefined;
};

export type MapViewProps = {
  readonly units: UnitPositions;
  readonly trails: Pick<UnitTrails, 'positionsOf'>;
  readonly kindOf: (unitId: string) => MapUnitKind;
  readonly content?: MapContent;
  readonly chosen: MapChosen;
  /** Null: the click met nothing. */
  readonly onSelect: (item: MapItem | null) => void;
  /** What the map was last asked to go to; it goes when `call` changes. */
  readonly sight?: { readonly item: MapItem | MapPlace; readonly call: number } | null;
  readonly actions?: MapActions;
  /** Without it there is no time slider. */
  readonly replaySource?: ReplaySource | undefined;
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
const FOUND_ZOOM = 14;
const FIRST_REPLAY_MS = 10 * 60_000;
const NO_ACTIONS: MapActions = {};
const NOBODY: ReadonlySet<string> = new Set();
const noUnits = createReplayUnits([]);
const NOTHING: UnitSource = { units: noUnits, trails: noUnits, kindOf: () => 'phone', alarming: NOBODY, glides: false };

/** The map of Fujian as a working tool. Fills its parent. */
export function MapView(props: MapViewProps) {
  const { units, trails, kindOf, content = emptyContent, chosen, onSelect, sight = null, actions = NO_ACTIONS, replaySource, streetsUrl, approvalNumber, place = 'desk', ref } = props;
  const { t } = useTranslation();
  /** The map's own element, once it is on a page: the page it is on may be a pop-out's. */
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const view = root?.ownerDocument.defaultView ?? undefined;
  const container = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(false);
  const [failedStreetsUrl, setFailedStreetsUrl] = useState<string>();
  const [menu, setMenu] = useState<MapPress | null>(null);
  const [layersOpen, setLayersOpen] = useState(false);
  const [layers, chooseLayer] = useLayerChoices(view);
  const player = useReplay(replaySource, view, (error) => props.onError?.(error));
  const { replay } = player;
  const replaying = replay !== null;
  const replayed = replay?.loaded ?? null;

  const alarmed = useMemo(() => new Set(content.alarms.flatMap(({ unitId }) => (unitId === null ? [] : [unitId]))), [content.alarms]);
  const shownUnits = useMemo((): UnitSource => {
    if (replayed) {
      const kinds = new Map(replayed.data.tracks.map(({ unitId, kind }) => [unitId, kind]));
      return { units: replayed.units, trails: replayed.units, kindOf: (unitId) => kinds.get(unitId) ?? 'phone', alarming: NOBODY, glides: false };
    }
    // Until the archive has answered there is nothing to see: what is live now must not stand in the frame of a replay.
    return replaying ? NOTHING : { units, trails, kindOf, alarming: alarmed, glides: true };
  }, [replayed, replaying, units, trails, kindOf, alarmed]);
  const scene = useMemo(
    // Where operations stand now is not where they stood then: a replay shows them as events.
    () => ({ content: replaying ? { ...content, operations: [], alarms: [] } : content, layers, chosen }),
    [content, layers, chosen, replaying],
  );
  const { map, stage, rendering, retry } = useHallMap({
    container,
    units: shownUnits,
    scene,
    scale: place === 'wall' ? WALL_SCALE : 1,
    title: t('map.title'),
    streetsUrl,
    onSelect: (item) => !(replaying && item?.kind === 'alarm') && onSelect(item),
    onMenu: (press) => place === 'desk' && setMenu(press),
    onFollowEnded: () => setFollowing(false),
    onStreetsFailed: () => setFailedStreetsUrl(streetsUrl),
    onError: (error) => props.onError?.(error),
    onFrame: (frame) => props.onFrame?.(frame),
  });
  const happened = replay ? eventsShown(replay.loaded?.data.events ?? [], replay.playback.at) : null;
  useSpots({ map, content, layers, chosen, happened });
  const tool = useDraft(map, ({ fenceId, ring }) => (fenceId === null ? actions.onFenceDrawn?.(ring) : actions.onFenceEdited?.(fenceId, ring)));
  const selectedUnitId = chosen.unit ?? null;
  useSight(map, sight, content);
  useEffect(() => map?.follow(following ? selectedUnitId : null), [map, following, selectedUnitId]);

  const editFence = (fenceId: string): void => {
    const fence = content.fences.find(({ id }) => id === fenceId);
    if (fence) {
      tool.edit(fence.id, fence.ring);
    }
  };
  useImperativeHandle(ref, () => ({
    project: (unitId) => map?.project(unitId) ?? null,
    fitUnits: () => map?.fitUnits(),
    fitFujian: () => map?.fitFujian(),
    flyTo: (position, zoom) => map?.flyTo(position, zoom),
    flash: (alarmId) => map?.flash(alarmId),
  }));
  useEffect(() => {
    const answer = (event: Event): void => {
      const request = (event as CustomEvent<ProjectRequest>).detail;
      request.point = map?.project(request.unitId) ?? null;
    };
    root?.addEventListener('map:project', answer);
    return () => root?.removeEventListener('map:project', answer);
  }, [root, map]);

  const find = (text: string): Found[] => {
    const shown = shownUnits.units;
    const searchable = shown.unitIds.map((unitId, row) => ({
      unitId,
      name: shown.nameOf(unitId),
      position: hasPosition(shown, row) ? ([shown.longitudes[row] ?? 0, shown.latitudes[row] ?? 0] as const) : null,
    }));
    return findOnMap(text, { ...scene.content, units: searchable });
  };
  const go = (found: Found): void => {
    if (found.kind === 'item') {
      onSelect(found.item);
    }
    if (found.position) {
      map?.flyTo(found.position, FOUND_ZOOM);
    }
  };
  const menuActions = ({ position }: MapPress): PlaceAction[] => {
    const { onPlaceOperation, onFenceDrawn } = actions;
    return [
      { key: 'measure', label: t('map.menu.measureFrom'), run: () => tool.start('measure', position) },
      ...(onFenceDrawn ? [{ key: 'circle', label: t('map.menu.circleHere'), run: () => tool.start('circle', position) }] : []),
      ...(onPlaceOperation ? [{ key: 'operation', label: t('map.menu.placeOperation'), run: () => onPlaceOperation(position) }] : []),
    ];
  };
  const failed = stage === 'noGraphics' || stage === 'basemapFailed';
  const onDesk = place === 'desk' && map !== null && !failed;
  return (
    <div
      ref={setRoot}
      className={styles.root}
      data-map
      data-place={place}
      data-map-ready={stage === 'ready'}
      data-map-renderer={rendering ? (rendering.software ? 'software' : 'gpu') : undefined}
      onKeyDown={(event) => {
        if (tool.onKey(event.key)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    >
      <div ref={container} className={styles.map} />
      <MapNotes stage={stage} hasMap={map !== null} streetsFailed={streetsUrl !== undefined && failedStreetsUrl === streetsUrl} onRetry={retry} />
      {onDesk && (
        <>
          {tool.draft && <DraftLayer map={map} draft={tool.draft} onStep={tool.step} />}
          <MapSearch find={find} onGo={go} />
          {!tool.draft && (
            <ItemPlate content={content} chosen={chosen} onEditFence={actions.onFenceEdited && editFence} onRemoveFence={actions.onFenceRemoved} />
          )}
          {tool.draft && <DraftBar draft={tool.draft} onStep={tool.step} onSubmit={tool.submit} onCancel={() => tool.start(null)} />}
          {layersOpen && <LayerMenu choices={layers} onChoose={chooseLayer} onClose={() => setLayersOpen(false)} />}
          <MapControls
            map={map}
            hasSelection={selectedUnitId !== null}
            following={following}
            onFollow={setFollowing}
            layersOpen={layersOpen}
            onLayers={setLayersOpen}
            tool={tool.draft?.tool ?? null}
            onTool={tool.start}
            mayFence={actions.onFenceDrawn !== undefined}
            replaying={replaying}
            onReplay={
              replaySource &&
              ((opened) => {
                const now = replaySource.now();
                return opened ? player.open({ fromAt: now - FIRST_REPLAY_MS, untilAt: now }) : player.leave();
              })
            }
          />
          {menu && (
            <PlaceMenu
              key={`${menu.point.x} ${menu.point.y}`}
              press={menu}
              room={{ widthPx: root?.clientWidth ?? 0, heightPx: root?.clientHeight ?? 0 }}
              courts={content.courts}
              onCourt={(court) => go({ kind: 'item', item: { kind: 'court', id: court.courtCode }, name: court.name, position: court.position })}
              actions={menuActions(menu)}
              onClose={() => setMenu(null)}
            />
          )}
        </>
      )}
      {replay && <div className={styles.replaying} />}
      {replay && replaySource && <ReplayBar replay={replay} player={player} now={replaySource.now()} shown={happened ?? []} />}
      {map && !failed && <MapFoot map={map} approvalNumber={approvalNumber} hasPointer={place === 'desk'} />}
    </div>
  );
}
