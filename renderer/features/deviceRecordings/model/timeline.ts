import type { DeviceRecording, Playback } from '#protocol/media/recordings.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';

export type Span = { readonly from: number; readonly until: number };

const BEIJING_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;
/** Devices close one file and open the next a moment later; for a person that is one recording. */
const SEAM_MS = 3_000;

/** `2026-11-22` of a moment, in Beijing. */
export function dayOf(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 10);
}

/** Null for what is no day. */
export function spanOfDay(day: string): Span | null {
  const from = Date.parse(`${day}T00:00:00+08:00`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && from >= 0 ? { from, until: from + DAY_MS } : null;
}

export function nextDay(day: string, by: 1 | -1): string {
  const span = spanOfDay(day);
  return span === null ? day : dayOf(span.from + by * DAY_MS);
}

/** What is played when somebody points at a moment: from there, or from the next recording on, until the recordings have a gap. Null: nothing comes after it. */
export function spanToPlay(recordings: readonly DeviceRecording[], at: number): Span | null {
  const ahead = recordings.filter(({ until }) => until > at).toSorted((one, other) => one.from - other.from);
  const [first] = ahead;
  if (first === undefined) {
    return null;
  }
  const from = Math.max(at, first.from);
  const until = ahead.reduce((end, recording) => (recording.from <= end + SEAM_MS ? Math.max(end, recording.until) : end), first.until);
  return { from: Math.floor(from / 1_000) * 1_000, until };
}

/** `08:40:00 – 09:30:00`; what ends with its day ends at 24:00:00. */
export function spanWords({ from, until }: Span): string {
  const end = formatClock(until);
  return `${formatClock(from)} – ${end === '00:00:00' ? '24:00:00' : end}`;
}

/** Where a moment stands in a span, 0 to 100, for those outside at its ends. */
export function percentOf({ from, until }: Span, at: number): number {
  return Math.min(100, Math.max(0, ((at - from) / (until - from)) * 100));
}

/** The moment that is shown `sinceMs` after the hall told of the playback. */
export function momentShown({ state, recordedAt, speed, until }: Playback, sinceMs: number): number {
  return state === 'playing' ? Math.min(until, recordedAt + sinceMs * speed) : recordedAt;
}
