import type { Missing } from '#domain/rules/requirements.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';

/** A row's name in the window's language. */
export function rowName(row: { readonly name: string; readonly nameEn: string }, locale: string): string {
  return locale === 'en' ? row.nameEn : row.name;
}

type Named = { readonly id: string; readonly name: string; readonly nameEn: string; readonly validFrom: string | null; readonly validTo: string | null };

/** What is missing before the step, by name: 搜查令, 执行人员 1/2. */
export function missingNames(missing: readonly Missing[], book: RuleBook, { at, locale }: { readonly at: number; readonly locale: string }): string[] {
  const nameOf = (rows: readonly Named[], id: string) => {
    const row = rowAt(rows, id, at);
    return row === undefined ? id : rowName(row, locale);
  };
  return missing.flatMap((one) => {
    switch (one.kind) {
      case 'paper':
        return [one.paperIds.map((id) => nameOf(book.papers, id)).join(locale === 'en' ? ' or ' : '或')];
      case 'people':
        return [one.min === 1 ? nameOf(book.capacities, one.capacityId) : `${nameOf(book.capacities, one.capacityId)} ${one.present}/${one.min}`];
      case 'checklist':
      case 'result':
        return [];
    }
  });
}
