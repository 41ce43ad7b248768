import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Rules } from '../ports/rules.ts';
import type { HandlersOf } from '../ports/session.ts';
import { readRuleBook } from './readRuleBook.ts';

/** The rule book, read once: the hall works by the rules that it started with. */
export type RuleDesk = Rules & { readonly handlers: HandlersOf<'rules'> };

/** Errors: RuleBookError. */
export function createRules({ rulesDir }: { rulesDir: string }): RuleDesk {
  const book: RuleBook = readRuleBook(rulesDir);
  return { book, handlers: { 'rules.read': () => ({ book }) } };
}
