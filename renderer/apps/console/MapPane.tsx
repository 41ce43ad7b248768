import { unitId as unitIdSchema } from '#protocol/nouns/ids.ts';
import { useHall } from '../../features/hall/index.ts';
import { MapView } from '../../features/map/index.ts';
import { useSelection, useSelectionState } from '../../features/selection/index.ts';

/** The map with the desk's selection. */
export function MapPane() {
  const { telemetry, context, host } = useHall();
  const selection = useSelection();
  const selected = useSelectionState((state) => state.unitId);
  return (
    <MapView
      units={telemetry}
      selectedUnitId={selected}
      onSelect={(unitId) => selection.selectUnit(unitId === null ? null : unitIdSchema.parse(unitId))}
      streetsUrl={context.streetsUrl ?? undefined}
      onError={(error) => host.log('warn', `map: ${error instanceof Error ? error.message : String(error)}`)}
    />
  );
}
