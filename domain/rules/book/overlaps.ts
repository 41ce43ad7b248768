import type { Validity } from '#protocol/rules/row.ts';
import type { RowFault } from './ruleFault.ts';

/** Rows of one key whose days overlap, or whose last day comes before their first. */
export function overlaps<Row extends Validity>(rows: readonly Row[], field: string, keyOf: (row: Row) => string): (RowFault & { readonly row: number })[] {
  return rows.flatMap((row, index) => {
    if (row.validFrom !== null && row.validTo !== null && row.validFrom > row.validTo) {
      return [{ row: index, field: 'validTo', problem: '失效日期早于生效日期' }];
    }
    const other = rows.findIndex((earlier, at) => at < index && keyOf(earlier) === keyOf(row) && from(earlier) <= to(row) && from(row) <= to(earlier));
    return other < 0 ? [] : [{ row: index, field, problem: `与第 ${other + 1} 行同为“${keyOf(row)}”，有效期重叠` }];
  });
}

const from = ({ validFrom }: Validity) => validFrom ?? '';
const to = ({ validTo }: Validity) => validTo ?? '9999-12-31';
