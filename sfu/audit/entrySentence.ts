import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '#protocol/nouns/log.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Sentences and words as the console's audit page has them. */
export type Words = { readonly events: Tree; readonly roles: Tree };

/** The words of one language from `assets/locales`. */
export function readWords(locale: 'zh-CN' | 'en'): Words {
  const read = (file: string) => JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../assets/locales', locale, file), 'utf8')) as Tree;
  const { events } = read('audit.json');
  return { events: typeof events === 'object' ? events : {}, roles: read('roles.json') };
}

/** What happened, in one sentence; the bare name for an entry that this program has no sentence for. */
export function entrySentence({ name, data }: Pick<Entry, 'name' | 'data'>, words: Words): string {
  const sentence = name.split('.').reduce<string | Tree | undefined>((tree, key) => (typeof tree === 'object' ? tree[key] : undefined), words.events);
  if (typeof sentence !== 'string') {
    return name;
  }
  const facts: Record<string, unknown> = typeof data === 'object' && data !== null ? { ...data } : {};
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (_whole, key: string) => wordFor(key, facts[key], words));
}

/** Beijing time with seconds. */
export function beijingTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Fields named `…At` are times, those in a list are roles or plain words, what has a name is called by it; the rest stands as it is. */
function wordFor(key: string, value: unknown, words: Words): string {
  if (typeof value === 'number' && key.endsWith('At')) {
    return beijingTime(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => wordFor(key, typeof item === 'string' ? (words.roles[item] ?? item) : item, words)).join('、');
  }
  if (typeof value === 'object' && value !== null) {
    return wordFor(key, titleOf(value), words);
  }
  return typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)) : '';
}

/** A person by name, a take by what it put up, a display by its place. */
function titleOf(value: object): unknown {
  const { name, label, slotId } = value as Readonly<Record<string, unknown>>;
  const title = name ?? label ?? slotId;
  return typeof title === 'object' ? undefined : title;
}

/** What people typed must not break the table, or steer the terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
