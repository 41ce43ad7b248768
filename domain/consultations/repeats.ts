import type { Consultation } from '#protocol/consultations/consultations.ts';

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

/** When the next of a series is, ms since the epoch: never in the past of `now`; null for one that does not repeat. The month keeps its day, or its last one. */
export function nextOf({ plannedAt, repeats }: Pick<Consultation, 'plannedAt' | 'repeats'>, now: number): number | null {
  if (repeats === 'never') {
    return null;
  }
  for (let count = 1; ; count += 1) {
    const next = repeats === 'monthly' ? monthsLater(plannedAt, count) : plannedAt + count * (repeats === 'weekly' ? 7 : 14) * DAY_MS;
    if (next > now) return next;
  }
}

function monthsLater(at: number, count: number): number {
  const local = new Date(at + BEIJING_MS);
  const month = local.getUTCMonth() + count;
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const time = (at + BEIJING_MS) % DAY_MS;
  return Date.UTC(local.getUTCFullYear(), month, Math.min(local.getUTCDate(), lastDay)) + time - BEIJING_MS;
}
