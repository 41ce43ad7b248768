import type { EventData } from '#protocol/events.ts';

/** Ids of those who play, by their names in the file. */
export type Cast = EventData<'drill.started'>['cast'];

/** What a name of the file stands for: `unit.anxi1`, `person.siming`, `sosPressed`, `gapOpened.fromAt`; undefined while nobody knows. */
export type ValueOfName = (name: string) => string | number | undefined;

/** Ids of the cast, and of moments or the fields of their data by `momentValue`. */
export function namesOf(cast: Cast, momentValue: (moment: string, field: string | undefined) => string | number | undefined): ValueOfName {
  return (name) => {
    const [head = '', ref] = name.split('.');
    if (head === 'unit') return cast.units[ref ?? ''];
    if (head === 'person') return cast.people[ref ?? ''];
    return momentValue(head, ref);
  };
}

/** The text with its name resolved; undefined while that is not known. A text without `$` is itself. */
export function resolvedText(text: string, valueOfName: ValueOfName): string | number | undefined {
  return text.startsWith('$') ? valueOfName(text.slice(1)) : text;
}

/** Names that a text, or a value with texts in it, speaks of. */
export function namesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.startsWith('$') ? [value.slice(1)] : [];
  }
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(namesIn) : [];
}
