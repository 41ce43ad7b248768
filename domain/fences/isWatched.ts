import type { Fence } from '#protocol/alarms/fences.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Whether the fence is at work at this time: within its days, and its operation not over. */
export function isWatched({ activeFrom, activeTo, operationId }: Fence, { operations }: Pick<HallState, 'operations'>, at: number): boolean {
  const operation = operationId === null ? undefined : operations.get(operationId);
  const isOver = operation?.state === 'concluded' || operation?.state === 'calledOff';
  return !isOver && (activeFrom === null || at >= activeFrom) && (activeTo === null || at < activeTo);
}

/** Whether the fence is about this unit. */
export function isAbout({ unitIds, courtCode }: Fence, unit: { readonly unitId: UnitId; readonly courtCode: CourtCode }): boolean {
  return unitIds === null ? sees(courtCode, unit.courtCode) : unitIds.includes(unit.unitId);
}
