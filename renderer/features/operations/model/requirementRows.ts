import { missingFor, type Missing } from '#domain/rules/requirements.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';

export type RequirementRow =
  | { readonly kind: 'paper'; readonly paperIds: readonly [string, ...string[]]; readonly isMet: boolean; /** Their numbers. */ readonly have: readonly string[] }
  | { readonly kind: 'people'; readonly capacityId: string; readonly min: number; readonly isMet: boolean; /** Their names. */ readonly have: readonly string[] };

/** Everything that is asked for before the step, there or not, in the order of its template. */
export function requirementRows(step: Step, { template, missing, book }: { readonly template: StepTemplate; readonly missing: readonly Missing[]; readonly book: RuleBook }): RequirementRow[] {
  const asked = missingFor(template, { ...step, papers: [], people: [] }, book.capacities);
  return asked.flatMap((one): RequirementRow[] => {
    if (one.kind === 'paper') {
      const isMet = !missing.some((other) => other.kind === 'paper' && other.paperIds[0] === one.paperIds[0]);
      return [{ kind: 'paper', paperIds: one.paperIds, isMet, have: step.papers.filter(({ paper }) => one.paperIds.includes(paper)).map(({ reference }) => reference) }];
    }
    if (one.kind === 'people') {
      const isMet = !missing.some((other) => other.kind === 'people' && other.capacityId === one.capacityId);
      const counting = capacitiesFor(one.capacityId, book);
      return [{ kind: 'people', capacityId: one.capacityId, min: one.min, isMet, have: [...new Set(step.people.filter(({ capacity }) => counting.includes(capacity)).map(({ who }) => who))] }];
    }
    return [];
  });
}

/** Who may be noted for this capacity: it, and all that count as it. */
export function capacitiesFor(capacityId: string, { capacities }: Pick<RuleBook, 'capacities'>): string[] {
  const found = new Set([capacityId]);
  // A set hands out what is added while it is walked through.
  for (const id of found) {
    capacities.filter(({ countsAs }) => countsAs.includes(id)).forEach((capacity) => found.add(capacity.id));
  }
  return [...found];
}
