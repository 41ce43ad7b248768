import type { RuleBook } from '#protocol/rules/rules.ts';

/** The rules this hall works by; the same from its start to its end. */
export interface Rules {
  readonly book: RuleBook;
}
