import { beijingDayOf, dayOfIso, startOfDayAt, yearOf } from '../rules/beijingDay.ts';

/** The Beijing year by which papers are counted. */
export function countingYear(at: number): number {
  return yearOf(beijingDayOf(at));
}

/** When the next Beijing year begins, in which papers are counted anew; ms since the epoch. */
export function nextYearAt(at: number): number {
  return startOfDayAt(dayOfIso(`${countingYear(at) + 1}-01-01`));
}

/** The count after the greatest one that follows this head: `〔2026〕闽05指令` in `〔2026〕闽05指令12号`. */
export function nextCount(numbers: Iterable<string>, head: string): number {
  let greatest = 0;
  for (const number of numbers) {
    greatest = Math.max(greatest, countAfter(number, head) ?? 0);
  }
  return greatest + 1;
}

/** The count in a number; null where the head is another. */
export function countAfter(number: string, head: string): number | null {
  const count = number.startsWith(head) ? /^(\d+)号$/.exec(number.slice(head.length)) : null;
  return count === null ? null : Number(count[1]);
}
