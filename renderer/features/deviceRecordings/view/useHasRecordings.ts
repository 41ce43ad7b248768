import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState } from '../../hall/index.ts';

/** Whether the unit has a device of GB/T 28181 whose recordings this person may see. */
export function useHasRecordings(unitId: UnitId): boolean {
  const may = useCapability('tracks.read');
  return useHallState((state) => may && state.log.sources.some((source) => source.unitId === unitId && source.address.protocol === 'gb28181'));
}
