import { useMemo } from 'react';
import type { Clock } from '#domain/rules/clocks.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { useHallState, useRules } from '../../hall/index.ts';
import type { KnownRules } from '../../../rules/ruleShelf.ts';
import { currentStep, operationOfUnit, stepsOfUnit } from '../model/stepOfUnit.ts';
import { standingOf } from '../model/stepStanding.ts';

/** What a unit's tile tells of its work, but for what changes with the clock. */
export type UnitWork = { readonly operation: Operation; readonly step: Step; /** Of all steps of its team. */ readonly clocks: readonly Clock[]; readonly rules: KnownRules };

/** Null where the unit is on no operation, or its operation has no steps, or the rules were not read yet. */
export function useUnitWork(unitId: UnitId | null): UnitWork | null {
  const rules = useRules();
  const operations = useHallState((state) => state.log.operations);
  const operation = useMemo(() => (unitId === null ? null : operationOfUnit(operations.values(), unitId)), [operations, unitId]);
  // Without an operation the steps of others need not wake this tile.
  const steps = useHallState((state) => (operation === null ? null : state.log.steps));
  return useMemo(() => {
    if (unitId === null || operation === null || steps === null || rules === null) {
      return null;
    }
    const own = stepsOfUnit(steps.values(), operation, unitId);
    const step = currentStep(own);
    return step === null ? null : { operation, step, clocks: own.flatMap((one) => standingOf(one, rules, one.beganAt ?? 0).clocks), rules };
  }, [unitId, operation, steps, rules]);
}
