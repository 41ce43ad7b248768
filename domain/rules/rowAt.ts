import type { Validity } from '#protocol/rules/row.ts';
import { beijingDayOf, isoOf } from './beijingDay.ts';

export function isValidAt({ validFrom, validTo }: Validity, at: number): boolean {
  const day = isoOf(beijingDayOf(at));
  return (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo);
}

/** The row of this id that holds at this time. */
export function rowAt<Row extends Validity & { readonly id: string }>(rows: readonly Row[], id: string, at: number): Row | undefined {
  return rows.find((row) => row.id === id && isValidAt(row, at));
}
