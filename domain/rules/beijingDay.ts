const DAY_MS = 86_400_000;
/** Beijing has had no summer time since 1991. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** A calendar day in Beijing, as days since 1970-01-01. */
export type BeijingDay = number;

export function beijingDayOf(at: number): BeijingDay {
  return Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS);
}

/** 00:00 of the day, ms since the epoch. */
export function startOfDayAt(day: BeijingDay): number {
  return day * DAY_MS - BEIJING_OFFSET_MS;
}

/** `2026-11-23`. */
export function isoOf(day: BeijingDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Of `2026-11-23`. */
export function dayOfIso(iso: string): BeijingDay {
  return Math.floor(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

export function yearOf(day: BeijingDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** The same day of a later month; where that month has none, its last day. */
export function addMonths(day: BeijingDay, months: number): BeijingDay {
  const date = new Date(day * DAY_MS);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const lastDate = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first / DAY_MS + Math.min(date.getUTCDate(), lastDate) - 1;
}

export function isSaturdayOrSunday(day: BeijingDay): boolean {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  return weekday === 0 || weekday === 6;
}
