import type { ResultValues } from '#protocol/rules/resultValues.ts';
import type { Capacity, StepTemplate } from '#protocol/rules/stepTemplates.ts';

/** What a step still lacks (缺). */
export type Missing =
  /** Any one of them would do; the first is the regular one. */
  | { readonly kind: 'paper'; readonly paperIds: readonly [string, ...string[]] }
  | { readonly kind: 'people'; readonly capacityId: string; readonly min: number; readonly present: number }
  | { readonly kind: 'checklist'; readonly itemId: string }
  | { readonly kind: 'result'; readonly resultId: string };

/** What a step has at hand; a `Step` is one. */
export type AtHand = {
  readonly papers: readonly { readonly paper: string }[];
  /** One for each person present. */
  readonly people: readonly { readonly capacity: string }[];
  /** Those of the template's facts that hold. */
  readonly facts: readonly string[];
  readonly exceptions: readonly { readonly exception: string }[];
};

/** Paper before action: what the step lacks before it may begin. Empty: it may. */
export function missingFor(template: StepTemplate, atHand: AtHand, capacities: readonly Capacity[]): Missing[] {
  const asked = (condition: { whenFact?: string | undefined; unlessFact?: string | undefined; waivedBy?: string[] | undefined }) =>
    (condition.whenFact === undefined || atHand.facts.includes(condition.whenFact)) &&
    (condition.unlessFact === undefined || !atHand.facts.includes(condition.unlessFact)) &&
    !atHand.exceptions.some(({ exception }) => condition.waivedBy?.includes(exception));
  const held = capacitiesOf(atHand.people, capacities);
  const missing: Missing[] = [];
  for (const required of template.requiresPapers) {
    const paperIds = [required.paperId, ...(required.alternatives ?? [])] as const;
    if (asked(required) && !atHand.papers.some(({ paper }) => paperIds.includes(paper))) {
      missing.push({ kind: 'paper', paperIds });
    }
  }
  for (const required of template.requiresPeople) {
    const present = held.filter((ids) => ids.has(required.capacityId)).length;
    if (asked(required) && present < required.min) {
      missing.push({ kind: 'people', capacityId: required.capacityId, min: required.min, present });
    }
  }
  return missing;
}

/** How a step is to end: the outcome, the items of its checklist that were done, its results. */
export type StepEnd = { readonly outcome: string; readonly items: readonly { readonly item: string }[]; readonly results: ResultValues };

/** What the step lacks before it may end in this outcome: the checklist and the required results of one that was done. */
export function missingToEnd(template: StepTemplate, end: StepEnd): Missing[] {
  const isDone = template.outcomes.find(({ id }) => id === end.outcome)?.done ?? false;
  if (!isDone) {
    return [];
  }
  const items = template.checklist.filter(({ id, required }) => required && !end.items.some(({ item }) => item === id));
  const results = template.results.filter(({ id, required }) => required && end.results[id] === undefined);
  return [...items.map(({ id }): Missing => ({ kind: 'checklist', itemId: id })), ...results.map(({ id }): Missing => ({ kind: 'result', resultId: id }))];
}

/** Whether every result is one of the template's, of its kind, and a choice one that it offers. */
export function resultsFit(template: StepTemplate, results: ResultValues): boolean {
  return Object.entries(results).every(([id, value]) => {
    const result = template.results.find((candidate) => candidate.id === id);
    const fitsChoice = value.kind !== 'choice' || (result?.choices ?? []).some((choice) => choice.id === value.choiceId);
    return result?.kind === value.kind && fitsChoice;
  });
}

/** For each person everything that they are counted as. */
function capacitiesOf(people: AtHand['people'], capacities: readonly Capacity[]): ReadonlySet<string>[] {
  return people.map(({ capacity: own }) => {
    const held = new Set([own]);
    // A set hands out what is added while it is walked through.
    for (const id of held) {
      capacities.find((capacity) => capacity.id === id)?.countsAs.forEach((also) => held.add(also));
    }
    return held;
  });
}
