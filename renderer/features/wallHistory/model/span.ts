export const SPANS = ['tenMinutes', 'hour', 'today', 'own'] as const;
export type SpanName = (typeof SPANS)[number];

const BEIJING_MS = 8 * 3_600_000;

/** Hall time of a span; null: its own two times are none, or stand the wrong way round. */
export function spanOf(name: SpanName, { now, own }: { now: number; own: { readonly from: string; readonly to: string } }): { readonly from: number; readonly to: number } | null {
  switch (name) {
    case 'tenMinutes':
      return { from: now - 600_000, to: now };
    case 'hour':
      return { from: now - 3_600_000, to: now };
    case 'today':
      return { from: startOfDay(now), to: now };
    case 'own': {
      const [from, to] = [fieldTime(own.from), fieldTime(own.to)];
      return from === null || to === null || from >= to ? null : { from, to };
    }
  }
}

/** As a field for day and time writes it, in Beijing time. */
export function fieldText(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 16);
}

function fieldTime(text: string): number | null {
  const at = Date.parse(`${text}:00+08:00`);
  return Number.isNaN(at) ? null : at;
}

function startOfDay(now: number): number {
  return Math.floor((now + BEIJING_MS) / 86_400_000) * 86_400_000 - BEIJING_MS;
}
