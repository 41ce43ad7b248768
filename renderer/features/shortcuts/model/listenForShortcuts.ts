import { chordMatch, type Chord, type KeyPress } from './chord.ts';
import { SHORTCUTS, type ShortcutActions, type ShortcutName } from './shortcutTable.ts';

/** A key and what it does. */
export type Binding = { readonly chord: Chord; readonly run: (index: number) => void };

/** The table's keys for these actions. */
export function bindingsOf(actions: Partial<ShortcutActions>): Binding[] {
  return (Object.entries(actions) as [ShortcutName, (index: number) => void][]).map(([name, run]) => ({ chord: SHORTCUTS[name].chord, run }));
}

/** What a key press does, or null when it does nothing. */
export function actionOf(press: KeyPress, bindings: readonly Binding[]): (() => void) | null {
  for (const { chord, run } of bindings) {
    const index = chordMatch(chord, press);
    if (index !== null) {
      return () => run(index);
    }
  }
  return null;
}

/** Listens on one document; a dialog keeps the keyboard to itself unless `overDialogs`. Returns its own undoing. */
export function listenForShortcuts(page: Document, bindings: readonly Binding[], { overDialogs = false }: { readonly overDialogs?: boolean } = {}): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.metaKey || (!overDialogs && page.querySelector('[role="dialog"]') !== null)) {
      return;
    }
    const { key, code, ctrlKey: ctrl, altKey: alt, shiftKey: shift } = event;
    const action = actionOf({ key, code, ctrl, alt, shift, typing: isTyping(event.target) }, bindings);
    if (action !== null) {
      event.preventDefault();
      action();
    }
  };
  page.addEventListener('keydown', onKeyDown);
  return () => page.removeEventListener('keydown', onKeyDown);
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLElement> | null;
  return element?.isContentEditable === true || /^(INPUT|TEXTAREA|SELECT)$/.test(element?.tagName ?? '');
}
