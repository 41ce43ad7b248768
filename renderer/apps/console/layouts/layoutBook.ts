import { z } from 'zod';
import type { DockLayout, DockPart } from '../../../ui/dock/dockLayout.ts';
import { isPreset, presetLayout, type ScreenSize } from './presets.ts';

export const MAX_SAVED_LAYOUTS = 9;
export const MAX_LAYOUT_NAME_LENGTH = 12;
const MAX_DEPTH = 8;

/** An arrangement that a person named. */
export type SavedLayout = { readonly id: string; readonly name: string; readonly layout: DockLayout };

/** A person's arrangements: the chosen one, what was made of it since, and those with a name. */
export type LayoutBook = {
  /** Name of a preset, or id of a saved one. */
  readonly chosen: string;
  /** As it is on screen; null while it is as it was chosen. */
  readonly current: DockLayout | null;
  readonly saved: readonly SavedLayout[];
};

export const EMPTY_BOOK: LayoutBook = { chosen: 'command', current: null, saved: [] };

const share = z.number().min(0).max(1);
const panelId = z.string().min(1).max(40);
const partAt = (depth: number): z.ZodType<DockPart> => {
  const tabs = z.object({ kind: z.literal('tabs'), share, panels: z.array(panelId).min(1).max(40), active: panelId });
  return depth >= MAX_DEPTH ? tabs : z.union([tabs, z.object({ kind: z.literal('split'), share, parts: z.array(z.lazy(() => partAt(depth + 1))).min(1).max(20) })]);
};
const layout = z.object({ axis: z.enum(['row', 'column']), parts: z.array(partAt(0)).max(20) });
const book = z.object({
  chosen: z.string().max(60),
  current: layout.nullable(),
  saved: z.array(z.object({ id: z.string().min(1).max(60), name: z.string().min(1).max(MAX_LAYOUT_NAME_LENGTH), layout })).max(MAX_SAVED_LAYOUTS),
});

/** Null where the text is no book, or that of a newer console. */
export function parseBook(text: string): LayoutBook | null {
  try {
    return book.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What belongs on the screen. A saved one that is gone falls back to the first preset. */
export function layoutOnScreen({ chosen, current, saved }: LayoutBook, size: ScreenSize): DockLayout {
  return current ?? chosenLayout({ chosen, saved }, size);
}

export function chosenLayout({ chosen, saved }: Pick<LayoutBook, 'chosen' | 'saved'>, size: ScreenSize): DockLayout {
  return saved.find(({ id }) => id === chosen)?.layout ?? presetLayout(isPreset(chosen) ? chosen : 'command', size);
}

/** Everything that has a key, in its order: presets, then saved ones. */
export function choose(before: LayoutBook, chosen: string): LayoutBook {
  return { ...before, chosen, current: null };
}

/** A name that is there already gets the new arrangement. Null when there is no room for another. */
export function saveAs(before: LayoutBook, { id, name, layout: shown }: SavedLayout): LayoutBook | null {
  const same = before.saved.find((saved) => saved.name === name);
  if (same !== undefined) {
    return { chosen: same.id, current: null, saved: before.saved.map((saved) => (saved === same ? { ...same, layout: shown } : saved)) };
  }
  return before.saved.length >= MAX_SAVED_LAYOUTS ? null : { chosen: id, current: null, saved: [...before.saved, { id, name, layout: shown }] };
}

export function forget(before: LayoutBook, id: string): LayoutBook {
  const saved = before.saved.filter((each) => each.id !== id);
  // What is on screen stays on screen.
  return before.chosen === id ? { chosen: 'command', current: before.current ?? before.saved.find((each) => each.id === id)?.layout ?? null, saved } : { ...before, saved };
}
