import { beijingDayOf, startOfDayAt } from '#domain/rules/beijingDay.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { isUnderWay } from './operationsUnderWay.ts';

export type DayFigures = {
  readonly unitsOnline: number;
  readonly units: number;
  readonly operationsUnderWay: number;
  readonly alarmsOpen: number;
  readonly alarmsResolved: number;
  /** Different cases of the operations whose teams are or were out today. */
  readonly cases: number;
};

type Source = { readonly units: Iterable<Pick<Unit, 'online'>>; readonly operations: Iterable<Operation>; readonly alarms: Iterable<Pick<Alarm, 'state' | 'resolved'>> };

/** What the hall counts today, Beijing time; `now` is hall time, ms. */
export function dayFigures({ units, operations, alarms }: Source, now: number): DayFigures {
  const since = dayBeganAt(now);
  const all = [...units];
  const planned = [...operations];
  const raised = [...alarms];
  return {
    unitsOnline: all.filter(({ online }) => online).length,
    units: all.length,
    operationsUnderWay: planned.filter(isUnderWay).length,
    alarmsOpen: raised.filter(({ state }) => state !== 'resolved').length,
    alarmsResolved: raised.filter(({ resolved }) => resolved !== null && resolved.at >= since).length,
    cases: new Set(planned.filter((operation) => wasOut(operation, since)).flatMap(({ caseNumbers }) => caseNumbers)).size,
  };
}

/** Steps that came to their end today. */
export function endedToday(steps: Iterable<Step>, now: number): Step[] {
  const since = dayBeganAt(now);
  return [...steps].filter(({ endedAt }) => endedAt !== null && endedAt >= since);
}

const dayBeganAt = (now: number): number => startOfDayAt(beijingDayOf(now));

function wasOut({ state, stages }: Operation, since: number): boolean {
  return isUnderWay({ state }) || (state === 'concluded' && (stages.at(-1)?.at ?? 0) >= since);
}
