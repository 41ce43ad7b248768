import { clocksOfStep, lackingOf, type Rules } from '#domain/steps/stepRules.ts';
import { missingInWords } from '#domain/steps/missingInWords.ts';
import type { Clock } from '#domain/rules/clocks.ts';
import type { Missing } from '#domain/rules/requirements.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';

/** How a step stands by the rules of the day. */
export type StepStanding = {
  /** Null where the rule book has no such template any more: nothing can be said of it then. */
  readonly template: StepTemplate | null;
  readonly missing: readonly Missing[];
  /** A leader has signed for everything that is missing now. */
  readonly covered: boolean;
  /** All that have started, met ones too. */
  readonly clocks: readonly Clock[];
};

/** `at`: hall time, ms since the epoch. */
export function standingOf(step: Step, rules: Rules, at: number): StepStanding {
  const template = rowAt(rules.book.steps, step.template, step.beganAt ?? at) ?? null;
  const clocks = clocksOfStep(step, rules);
  if (template === null || (step.state !== 'planned' && step.state !== 'begun')) {
    return { template, missing: [], covered: true, clocks };
  }
  const missing = lackingOf(step, rules, at);
  const words = missingInWords(missing, rules.book, at);
  return { template, missing, covered: missing.length === 0 || step.signed.some((signature) => words.every((word) => signature.missing.includes(word))), clocks };
}
