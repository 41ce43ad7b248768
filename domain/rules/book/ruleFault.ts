import type { RuleBook } from '#protocol/rules/rules.ts';

export type RuleTables = Omit<RuleBook, 'version'>;
export type RuleTable = keyof RuleTables;

/** What is wrong with one row of a table, in words for whoever edits it. */
export type RuleFault = { readonly table: RuleTable; /** From 0. */ readonly row: number; readonly field: string; readonly problem: string };

/** Those of the ids that no row has. */
export function unknownIds(ids: readonly (string | undefined)[], rows: readonly { readonly id: string }[]): string[] {
  return ids.filter((id) => id !== undefined).filter((id) => !rows.some((row) => row.id === id));
}
