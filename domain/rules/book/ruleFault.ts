import type { RuleBook } from '#protocol/rules/rules.ts';

export type RuleTables = Omit<RuleBook, 'version'>;
export type RuleTable = keyof RuleTables;

/** What is wrong with one row of a table, in words for whoever edits it. */
export type RuleFault = { readonly table: RuleTable; /** From 0. */ readonly row: number; readonly field: string; readonly problem: string };

/** As it is told before its row is known. */
export type RowFault = Pick<RuleFault, 'field' | 'problem'>;

/** Ids that stand twice where each may stand once. */
export function repeatedIds(field: string, rows: readonly { readonly id: string }[]): RowFault[] {
  return rows.filter(({ id }, index) => rows.findIndex((row) => row.id === id) < index).map(({ id }) => ({ field, problem: `“${id}”出现两次` }));
}

/** Those of the ids that no row has. */
export function unknownIds(ids: readonly (string | undefined)[], rows: readonly { readonly id: string }[]): string[] {
  return ids.filter((id) => id !== undefined).filter((id) => !rows.some((row) => row.id === id));
}
