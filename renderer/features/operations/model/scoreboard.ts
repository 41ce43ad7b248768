import { rollUp } from '#domain/rules/rollUp.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';

export type Score = { readonly counterId: string; readonly name: string; readonly nameEn: string; readonly kind: 'count' | 'amountCents'; readonly value: number };

/** Every counter that holds at this time, also those at nothing: a row that is missing would read as unknown. Figures come from the steps alone. */
export function scoresOf(steps: Iterable<Step>, book: RuleBook, at: number): Score[] {
  const totals = rollUp([...steps], book.steps);
  return book.counters.filter((counter) => isValidAt(counter, at) || (totals[counter.id] ?? 0) > 0).map(({ id, name, nameEn, kind }) => ({ counterId: id, name, nameEn, kind, value: totals[id] ?? 0 }));
}
