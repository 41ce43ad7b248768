import type { TFunction } from 'i18next';
import { isEventName } from '#protocol/events.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatClock, formatDate } from './beijingTime.ts';
import { listOf } from './listOf.ts';

/** Names of what a sentence speaks of by its code or id; without them the code stands. */
export type EventNames = {
  readonly court?: (courtCode: string) => string;
  /** A row of the rule book: a step's template, a paper, a capacity … */
  readonly rule?: (id: string) => string;
};

/** Data that are ids of rows of the rule book. */
const RULE_KEYS: ReadonlySet<string> = new Set(['template', 'paper', 'capacity', 'exception', 'notice', 'item', 'outcome']);

/** What happened, as a sentence: the entry's data put into the words for its name. A newer hall's entry is called by its name. */
export function eventSentence(t: TFunction, entry: Pick<WireEntry, 'name' | 'data'>, locale: string, names: EventNames = {}): string {
  if (!isEventName(entry.name)) {
    return t('audit.unknownEvent', { name: entry.name });
  }
  return t(`audit.events.${entry.name}`, { replace: wordsOf(t, entry, { locale, names }) });
}

type Manner = { readonly locale: string; readonly names: EventNames };

function wordsOf(t: TFunction, { name, data }: Pick<WireEntry, 'name' | 'data'>, manner: Manner): Record<string, string> {
  if (typeof data !== 'object' || data === null) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const word = namedWord(t, `${name}.${key}`, value, manner.names) ?? wordOf(t, key, value, manner.locale);
      return word === null ? [] : [[key, word]];
    }),
  );
}

/** States have words of their own; courts and rules have names. Null for everything that speaks for itself. */
function namedWord(t: TFunction, place: string, value: unknown, names: EventNames): string | null {
  const key = place.slice(place.lastIndexOf('.') + 1);
  if (typeof value !== 'string') {
    return null;
  }
  if (place === 'alarm.helpChanged.state') return t(`orders.state.${value as 'sent'}`);
  if (place === 'operation.advanced.to') return t(`operations.state.${value as 'assembled'}`);
  if (place === 'deputy.ended.why') return t(`deputies.why.${value as 'over'}`);
  if (key.endsWith('CourtCode')) return names.court?.(value) ?? null;
  return place.startsWith('step.') && RULE_KEYS.has(key) ? (names.rule?.(value) ?? null) : null;
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
  if (key === 'onBehalfOf') {
    const title = titleOf(value);
    return title === null ? null : t('dossier.onBehalfOf', { name: title });
  }
  if (Array.isArray(value)) {
    return listOf([...new Set(value.flatMap((item: unknown) => titleOf(item) ?? []))], locale);
  }
  return titleOf(value);
}

/** A person by name, a step of the wall by what it put up, a display by its place. */
function titleOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { name, label, slotId } = value as Readonly<Record<string, unknown>>;
  const title = name ?? label ?? slotId;
  return typeof title === 'string' ? title : null;
}
