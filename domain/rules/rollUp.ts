import type { ResultValues } from '#protocol/rules/resultValues.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { amountOf } from './amountOf.ts';
import { rowAt } from './rowAt.ts';

/** What a step came to, with its results as last corrected; a `Step` is one. What has not ended counts for nothing. */
export type StepYield = {
  readonly template: string;
  /** Ms since the epoch; the template that held then is the step's. */
  readonly beganAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly results: ResultValues;
};

/** The scoreboard: by counter id, pieces or fen. Counters that nothing counts to are not in it. */
export function rollUp(steps: readonly StepYield[], templates: readonly StepTemplate[]): Record<string, number> {
  const totals: Record<string, number> = {};
  const add = (counterId: string | undefined, amount: number) => {
    if (counterId !== undefined && amount > 0) {
      totals[counterId] = (totals[counterId] ?? 0) + amount;
    }
  };
  for (const { template: templateId, beganAt, endedAt, outcome, results } of steps) {
    if (endedAt === null || outcome === null) {
      continue;
    }
    const template = rowAt(templates, templateId, beganAt ?? endedAt);
    add(template?.outcomes.find(({ id }) => id === outcome)?.countsTo, 1);
    for (const { id, rollsUpTo, choices } of template?.results ?? []) {
      const value = results[id];
      add(rollsUpTo, amountOf(value));
      add(value?.kind === 'choice' ? choices?.find((choice) => choice.id === value.choiceId)?.countsTo : undefined, 1);
    }
  }
  return totals;
}
