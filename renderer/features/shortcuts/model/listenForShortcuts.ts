/** What the keys do; each returns nothing and decides by itself whether there is anything to act on. */
export type ShortcutActions = {
  readonly search: () => void;
  /** 0 to 6: the place of the grid among those offered. */
  readonly grid: (index: number) => void;
  readonly mode: (mode: 'auto' | 'manual') => void;
  readonly nextSlot: () => void;
  readonly pin: () => void;
  readonly listen: () => void;
  readonly clearTile: () => void;
  readonly escape: () => void;
  readonly help: () => void;
  readonly moveInList: (step: 1 | -1) => void;
};

export type KeyPress = { readonly key: string; readonly modified: boolean; readonly typing: boolean };

/** The action of a key press, or null when it is none. */
export function shortcutOf(press: KeyPress, actions: ShortcutActions): (() => void) | null {
  if (press.key === 'Escape') {
    return press.typing ? null : actions.escape;
  }
  if (press.typing || press.modified) {
    return null;
  }
  if (/^[1-7]$/.test(press.key)) {
    return () => actions.grid(Number(press.key) - 1);
  }
  const table: Record<string, () => void> = {
    '/': actions.search,
    '8': () => actions.mode('auto'),
    '9': () => actions.mode('manual'),
    '`': actions.nextSlot,
    p: actions.pin,
    a: actions.listen,
    Delete: actions.clearTile,
    '?': actions.help,
    ArrowDown: () => actions.moveInList(1),
    ArrowUp: () => actions.moveInList(-1),
  };
  return table[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null;
}

/** Listens on one document. Returns its own undoing. */
export function listenForShortcuts(page: Document, actions: ShortcutActions): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || page.querySelector('[role="dialog"]') !== null) {
      return;
    }
    const action = shortcutOf({ key: event.key, modified: event.ctrlKey || event.metaKey || event.altKey, typing: isTyping(event.target) }, actions);
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
