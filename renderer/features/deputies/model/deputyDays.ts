import { dayOfIso, startOfDayAt } from '#domain/rules/beijingDay.ts';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** From the beginning of the first Beijing day to the end of the last, ms since the epoch; null for what are no days or not in their order. */
export function spanOfDays(first: string, last: string): { readonly fromAt: number; readonly untilAt: number } | null {
  if (!ISO_DAY.test(first) || !ISO_DAY.test(last) || last < first) {
    return null;
  }
  return { fromAt: startOfDayAt(dayOfIso(first)), untilAt: startOfDayAt(dayOfIso(last) + 1) };
}
