import { useCallback, useMemo } from 'react';
import { unitId, type OperationId } from '#protocol/nouns/ids.ts';
import { useHall } from '../../../hall/index.ts';
import { MapView, useHallContent } from '../../../map/index.ts';

/** The map with the operation's place in its middle. */
export function OperationMap({ operationId, className }: { operationId: OperationId; className: string | undefined }) {
  const { telemetry, context, host, replica } = useHall();
  const content = useHallContent();
  const kindOf = useCallback((id: string) => replica.state.getState().units.get(unitId.parse(id))?.kind ?? 'phone', [replica]);
  const sight = useMemo(() => ({ item: { kind: 'operation' as const, id: operationId }, call: 1 }), [operationId]);
  return (
    <div className={className}>
      <MapView
        units={telemetry}
        trails={telemetry.trails}
        kindOf={kindOf}
        content={content}
        chosen={{ operation: operationId, unit: null, alarm: null }}
        onSelect={() => undefined}
        sight={sight}
        streetsUrl={context.streetsUrl ?? undefined}
        onError={(error) => host.log('warn', `map of a dossier: ${error instanceof Error ? error.message : String(error)}`)}
      />
    </div>
  );
}
