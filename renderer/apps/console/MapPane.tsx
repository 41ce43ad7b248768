import { Suspense, useCallback, useMemo, useState } from 'react';
import type { Position } from '#domain/geodesy/datum.ts';
import { alarmId, fenceId, operationId, unitId } from '#protocol/nouns/ids.ts';
import { useCapability, useHall, useHallState } from '../../features/hall/index.ts';
import { MapView, useFenceWork, useHallContent, useReplaySource, type MapChosen, type MapItem, type MapPlace } from '../../features/map/index.ts';
import { PlanDialog } from '../../features/operations/index.ts';
import { useSelection, useSelectionState, type Selection } from '../../features/selection/index.ts';
import { UnitDragHandle } from '../../features/units/index.ts';
import styles from './MapPane.module.css';

/** The map in the desk: chosen there is chosen everywhere, and the other way round. */
export function MapPane() {
  const { telemetry, context, host, replica } = useHall();
  const selection = useSelection();
  const content = useHallContent();
  const replaySource = useReplaySource();
  const unit = useSelectionState((state) => state.unitId);
  const operation = useSelectionState((state) => state.operationId);
  const alarm = useSelectionState((state) => state.alarmId);
  const pointed = useSelectionState((state) => state.sight);
  /** A court or a fence: the desk has no list of them. `call`: what the desk had pointed at by then. */
  const [picked, setPicked] = useState<{ readonly item: MapItem | null; readonly call: number }>({ item: null, call: 0 });
  const sight = useMemo(() => pointed && { item: pointed.thing, call: pointed.call }, [pointed]);
  const own = sight && sight.call > picked.call && hasNoList(sight.item) ? sight.item : picked.item;
  const setOwn = (item: MapItem | null) => setPicked({ item, call: pointed?.call ?? 0 });
  const chosen = useMemo((): MapChosen => ({ unit, operation, alarm, ...(own && { [own.kind]: own.id }) }), [unit, operation, alarm, own]);
  const kindOf = useCallback((id: string) => replica.state.getState().units.get(unitId.parse(id))?.kind ?? 'phone', [replica]);
  const fences = useFenceWork((id) => setOwn({ kind: 'fence', id: fenceId.parse(id) }));
  const mayPlan = useCapability('operations.plan');
  const mayEditWall = useCapability('wall.edit');
  const unitName = useHallState((state) => (unit === null ? '' : (state.units.get(unit)?.name ?? '')));
  const [placing, setPlacing] = useState<Position | null>(null);
  const actions = useMemo(() => ({ ...fences.actions, ...(mayPlan && { onPlaceOperation: setPlacing }) }), [fences.actions, mayPlan]);
  const select = (item: MapItem | null): void => {
    setOwn(item && hasNoList(item) ? item : null);
    if (item?.kind === 'alarm') {
      selection.selectAlarm(replica.state.getState().log.alarms.get(alarmId.parse(item.id)) ?? null);
    } else {
      choose(selection, item);
    }
  };
  return (
    <>
      <MapView
        units={telemetry}
        trails={telemetry.trails}
        kindOf={kindOf}
        content={content}
        chosen={chosen}
        onSelect={select}
        sight={sight}
        actions={actions}
        replaySource={replaySource}
        streetsUrl={context.streetsUrl ?? undefined}
        onError={(error) => host.log('warn', `map: ${error instanceof Error ? error.message : String(error)}`)}
      />
      {mayEditWall && unit !== null && (
        <div className={styles.carry}>
          <UnitDragHandle unitId={unit}>{unitName}</UnitDragHandle>
        </div>
      )}
      {fences.dialog}
      {placing !== null && (
        <Suspense fallback={null}>
          <PlanDialog operation={null} position={placing} onClose={() => setPlacing(null)} onPlanned={({ operationId: planned }) => selection.selectOperation(planned)} />
        </Suspense>
      )}
    </>
  );
}

const hasNoList = (item: MapItem | MapPlace): item is MapItem => item.kind === 'court' || item.kind === 'fence';

function choose(selection: Selection, item: MapItem | null): void {
  if (item === null) {
    selection.selectUnit(null);
  } else if (item.kind === 'unit') {
    selection.selectUnit(unitId.parse(item.id));
  } else if (item.kind === 'operation') {
    selection.selectOperation(operationId.parse(item.id));
  }
}
