import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import type { Moments } from '#domain/drills/moments.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { rollUp } from '#domain/rules/rollUp.ts';

/** What the steps of some operations add up to, beside what the file says. */
export type Figures = { readonly says: string; readonly counters: Readonly<Record<string, { readonly wanted: number; readonly actual: number }>>; readonly ok: boolean };

/** Rolled up from the steps, as the scoreboard does it. */
export function figuresOf(scenario: Scenario, { state, moments, book }: { readonly state: HallState; readonly moments: Moments; readonly book: RuleBook }): Figures[] {
  return scenario.figures.map(({ says, operations, counters }) => {
    const ids = new Set(operations.map((name) => moments.get(name)?.id));
    const totals = rollUp([...state.steps.filter((step) => ids.has(step.operationId)).values()], book.steps);
    const compared = Object.fromEntries(Object.entries(counters).map(([counter, wanted]) => [counter, { wanted, actual: totals[counter] ?? 0 }]));
    return { says, counters: compared, ok: Object.values(compared).every(({ wanted, actual }) => wanted === actual) };
  });
}
