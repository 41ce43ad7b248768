import { MAX_AGENDA_ITEMS } from '#protocol/consultations/consultations.ts';

const BEIJING_MS = 8 * 3_600_000;

/** A time as an input for date and time shows it, in Beijing. */
export function beijingInput(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 16);
}

/** Ms since the epoch; null for what is no time. */
export function readBeijingInput(text: string): number | null {
  const at = Date.parse(`${text}:00+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** One item a line, each title once; minutes may stand at its end: `现场风险 10 分钟` or `现场风险 10`. */
export function agendaOf(text: string): { title: string; minutes: number | null }[] {
  const items = text.split('\n').flatMap((line) => {
    const words = line.trim();
    if (words === '') return [];
    const [, title, minutes] = /^(.+?)\s+(\d{1,3})\s*(?:分钟|分|min)?$/.exec(words) ?? [];
    const length = Number(minutes);
    return [title !== undefined && length >= 1 && length <= 480 ? { title: title.slice(0, 120), minutes: length } : { title: words.slice(0, 120), minutes: null }];
  });
  return [...new Map(items.map((item) => [item.title, item])).values()].slice(0, MAX_AGENDA_ITEMS);
}
