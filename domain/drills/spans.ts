const BEIJING_MS = 8 * 3_600_000;

/** `00:12:30` in ms. */
export function spanMs(span: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = span.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** `+00:12:30`, for people. */
export function spanOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Beijing time `2026-11-24T09:20` in ms since the epoch. */
export function beijingMs(text: string): number {
  return Date.parse(`${text}:00Z`) - BEIJING_MS;
}
