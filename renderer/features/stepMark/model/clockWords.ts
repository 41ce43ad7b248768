import type { Clock } from '#domain/rules/clocks.ts';
import { formatAge, formatClock, formatDate } from '../../../i18n/beijingTime.ts';

const SECOND_MS = 1_000;

/** `00:41:07` left, or over since; the caller says which by `isOver`. */
export function countdownOf({ dueAt }: Pick<Clock, 'dueAt'>, at: number, locale: string): { readonly isOver: boolean; readonly text: string } {
  return { isOver: at >= dueAt, text: formatAge(Math.abs(dueAt - at), locale) };
}

/** When it is due, Beijing time. A limit in days ends at 24:00 of its last day, and is said so, not as the next day's beginning. */
export function dueWords({ dueAt, limit }: Pick<Clock, 'dueAt' | 'limit'>, locale: string): string {
  const isOfDays = limit.period.unit !== 'minutes' && limit.period.unit !== 'hours';
  return isOfDays ? `${formatDate(dueAt - SECOND_MS, locale)} 24:00` : `${formatDate(dueAt, locale)} ${formatClock(dueAt)}`;
}
