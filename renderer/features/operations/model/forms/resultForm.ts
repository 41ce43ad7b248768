import type { ResultValue, ResultValues } from '#protocol/rules/resultValues.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatYuan, parseYuan } from './money.ts';

export type ItemDraft = { /** Its place in the form. */ readonly key: number; readonly name: string; readonly quantity: string; readonly note: string };

/** What stands in the fields of a result form, as typed; by result id. */
export type ResultDraft = { readonly texts: Readonly<Record<string, string>>; readonly items: Readonly<Record<string, readonly ItemDraft[]>> };

export function draftOf({ results: asked }: Pick<StepTemplate, 'results'>, results: ResultValues): ResultDraft {
  const texts: Record<string, string> = {};
  const items: Record<string, readonly ItemDraft[]> = {};
  for (const { id, kind } of asked) {
    const value = results[id];
    if (kind === 'items') {
      items[id] = value?.kind === 'items' ? value.items.map(({ name, quantity, note }, key) => ({ key, name, quantity: String(quantity), note })) : [];
    } else {
      texts[id] = value === undefined ? '' : textOf(value);
    }
  }
  return { texts, items };
}

export function newItem(items: readonly ItemDraft[]): ItemDraft {
  return { key: Math.max(-1, ...items.map(({ key }) => key)) + 1, name: '', quantity: '1', note: '' };
}

function textOf(value: ResultValue): string {
  switch (value.kind) {
    case 'count': return String(value.count);
    case 'amountCents': return formatYuan(value.amountCents).slice(1);
    case 'choice': return value.choiceId;
    case 'items': return '';
  }
}

const MOST = 1_000_000;
const whole = (text: string): number | null => {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,7}$/.test(plain) && Number(plain) <= MOST ? Number(plain) : null;
};

/** The values of a form, and the results whose fields hold what is none. An empty field is no value. */
export function readResults({ results: asked }: Pick<StepTemplate, 'results'>, draft: ResultDraft): { readonly results: ResultValues; readonly faults: ReadonlySet<string> } {
  const results: ResultValues = {};
  const faults = new Set<string>();
  for (const { id, kind } of asked) {
    const value = kind === 'items' ? readItems(draft.items[id] ?? []) : readText(kind, draft.texts[id] ?? '');
    if (value === undefined) {
      faults.add(id);
    } else if (value !== null) {
      results[id] = value;
    }
  }
  return { results, faults };
}

function readText(kind: 'count' | 'amountCents' | 'choice', text: string): ResultValue | null | undefined {
  if (text.trim() === '') {
    return null;
  }
  if (kind === 'choice') {
    return { kind, choiceId: text };
  }
  if (kind === 'count') {
    const count = whole(text);
    return count === null ? undefined : { kind, count };
  }
  const amountCents = parseYuan(text);
  return amountCents === null || amountCents === undefined ? undefined : { kind, amountCents };
}

function readItems(drafts: readonly ItemDraft[]): ResultValue | null | undefined {
  const filled = drafts.filter(({ name, note }) => name.trim() !== '' || note.trim() !== '');
  const items = filled.map(({ name, quantity, note }) => ({ name: name.trim(), quantity: whole(quantity) ?? 0, note: note.trim() }));
  if (items.some(({ name, quantity }) => name === '' || quantity < 1)) {
    return undefined;
  }
  return items.length === 0 ? null : { kind: 'items', items };
}
