import { isOver } from '#domain/operations/operationStates.ts';
import type { CourtCode, OperationId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Unit } from '#protocol/nouns/units.ts';

export type UnitChoice = { readonly unit: Unit; /** The other operation it is on, if any. */ readonly takenBy: Operation | null; /** That one is out in the same time: the hall would refuse. */ readonly isOut: boolean };

type Options = { readonly courtCode: CourtCode; readonly operationId: OperationId | null; readonly operations: Iterable<Operation>; readonly from: number | null; readonly to: number | null };

/** The units of the court and those below, free ones first. */
export function unitsForPlan(units: Iterable<Unit>, { courtCode, operationId, operations, from, to }: Options): UnitChoice[] {
  const others = [...operations].filter((operation) => operation.operationId !== operationId && !isOver(operation));
  const overlaps = ({ plannedFrom, plannedTo }: Operation) => from === null || to === null || (plannedFrom < to && from < plannedTo);
  const choices = [...units].filter((unit) => unit.courtCode.startsWith(courtCode)).map((unit): UnitChoice => {
    const taking = others.filter((operation) => overlaps(operation) && operation.teams.some(({ unitIds }) => unitIds.includes(unit.unitId)));
    const out = taking.find(({ state }) => state === 'underWay' || state === 'onSite');
    return { unit, takenBy: out ?? taking[0] ?? null, isOut: out !== undefined };
  });
  const rank = ({ takenBy, isOut, unit }: UnitChoice) => (isOut ? 4 : takenBy === null ? 0 : 2) + (unit.online ? 0 : 1);
  return choices.toSorted((a, b) => rank(a) - rank(b) || a.unit.name.localeCompare(b.unit.name, 'zh-CN', { numeric: true }));
}
