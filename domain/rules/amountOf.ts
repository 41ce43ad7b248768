import type { ResultValue } from '#protocol/rules/resultValues.ts';

/** What a result counts: pieces, or fen; a choice is not counted here. */
export function amountOf(value: ResultValue | undefined): number {
  switch (value?.kind) {
    case 'count':
      return value.count;
    case 'amountCents':
      return value.amountCents;
    case 'items':
      return value.items.reduce((sum, { quantity }) => sum + quantity, 0);
    default:
      return 0;
  }
}
