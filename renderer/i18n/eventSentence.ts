import type { TFunction } from 'i18next';
import { isEventName } from '#protocol/events.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatClock, formatDate } from './beijingTime.ts';
import { listOf } from './listOf.ts';

/** What happened, as a sentence: the entry's data put into the words for its name. A newer hall's entry is called by its name. */
export function eventSentence(t: TFunction, entry: Pick<WireEntry, 'name' | 'data'>, locale: string): string {
  if (!isEventName(entry.name)) {
    return t('audit.unknownEvent', { name: entry.name });
  }
  return t(`audit.events.${entry.name}`, { replace: wordsOf(t, entry.data, locale) });
}

function wordsOf(t: TFunction, data: unknown, locale: string): Record<string, string> {
  if (typeof data !== 'object' || data === null) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const word = wordOf(t, key, value, locale);
      return word === null ? [] : [[key, word]];
    }),
  );
}

function wordOf(t: TFunction, key: string, value: unknown, locale: string): string | null {
  if (typeof value === 'number') {
    return key.endsWith('At') ? `${formatDate(value, locale)} ${formatClock(value)}` : String(value);
  }
  if (typeof value === 'string') {
    return key === 'format' ? value.toUpperCase() : value === '' ? '—' : value;
  }
  if (key === 'roles' && Array.isArray(value)) {
    return listOf(value.map((role) => t(`roles.${role as 'judge'}`)), locale);
  }
  return null;
}
