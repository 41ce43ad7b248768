import { dayOfIso, isoOf } from '../../rules/beijingDay.ts';

/** Whether it is a day that there is: 2024-02-29, not 2023-02-29. */
export function isIsoDate(text: string): boolean {
  return /^(?:19|20)\d{2}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(dayOfIso(text)) && isoOf(dayOfIso(text)) === text;
}
