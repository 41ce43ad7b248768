import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Position } from '#domain/geodesy/datum.ts';
import { unitId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { useHall } from '../../../hall/index.ts';
import { useHallContent, WallMap } from '../../../map/index.ts';
import { placedUnits } from '../../model/placedUnits.ts';

/** A few streets around the place. */
const STREETS_ZOOM = 14;

type OperationMapProps = { readonly operation: Operation; readonly unitIds: readonly UnitId[]; readonly className: string | undefined };

/** Where the operation takes place and its units are; looked at, not worked with. It moves only when another unit is heard of. */
export function OperationMap({ operation, unitIds, className }: OperationMapProps) {
  const { telemetry, context, host, replica } = useHall();
  const content = useHallContent();
  const kindOf = useCallback((id: string) => replica.state.getState().units.get(unitId.parse(id))?.kind ?? 'phone', [replica]);
  const { position } = operation.place;
  const place = useMemo((): Position | null => (position === null ? null : [position.longitudeDeg, position.latitudeDeg]), [position]);
  const subscribe = useCallback((listener: () => void) => telemetry.subscribe(listener), [telemetry]);
  const heard = useSyncExternalStore(subscribe, () => placedUnits(telemetry, unitIds).length);
  const frame = useMemo(() => {
    const positions = [...(place === null ? [] : [place]), ...(heard === 0 ? [] : placedUnits(telemetry, unitIds))];
    const [only] = positions;
    return only === undefined ? { kind: 'province' as const } : positions.length === 1 ? { kind: 'centre' as const, position: only, zoom: STREETS_ZOOM } : { kind: 'around' as const, positions };
  }, [place, telemetry, unitIds, heard]);
  return (
    <div className={className}>
      <WallMap
        units={telemetry}
        trails={telemetry.trails}
        kindOf={kindOf}
        content={content}
        chosenOperation={operation.operationId}
        frame={frame}
        streetsUrl={context.streetsUrl ?? undefined}
        onError={(error) => host.log('warn', `map of a dossier: ${error instanceof Error ? error.message : String(error)}`)}
      />
    </div>
  );
}
