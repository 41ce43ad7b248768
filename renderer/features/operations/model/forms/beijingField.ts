const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** What a `datetime-local` field shows for a time, in Beijing time: `2026-11-23T09:20`. */
export function fieldOf(at: number): string {
  return new Date(at + BEIJING_OFFSET_MS).toISOString().slice(0, 16);
}

/** Ms since the epoch; null for what is no time. */
export function timeOf(field: string): number | null {
  const at = Date.parse(`${field.slice(0, 16)}:00+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** Today in Beijing, ISO. */
export function dayOf(at: number): string {
  return fieldOf(at).slice(0, 10);
}
