import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Missing } from '../rules/requirements.ts';
import { rowAt } from '../rules/rowAt.ts';

/**
 * What is missing, as the log, a signature and the team read it: 搜查令, 执行人员（须2人）. How many have come already is left
 * out, so that a signature still covers what has become less.
 */
export function missingInWords(missing: readonly Missing[], book: RuleBook, at: number): string[] {
  const nameOf = (rows: RuleBook['papers'] | RuleBook['capacities'], id: string) => rowAt<(typeof rows)[number]>(rows, id, at)?.name ?? id;
  return missing.flatMap((one) => {
    switch (one.kind) {
      case 'paper':
        return [one.paperIds.map((id) => nameOf(book.papers, id)).join('或')];
      case 'people':
        return [one.min === 1 ? nameOf(book.capacities, one.capacityId) : `${nameOf(book.capacities, one.capacityId)}（须${one.min}人）`];
      case 'checklist':
      case 'result':
        return [];
    }
  });
}
