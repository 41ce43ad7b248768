import type { Chord } from './chord.ts';

/**
 * The keyboard of the console, once: what listens and what is shown come from here. `window` keys work on every page,
 * `desk` keys on the desk alone; `words` is the sentence under `shortcuts.` in the catalogue.
 */
export const SHORTCUTS = {
  pages: { group: 'window', chord: 'Ctrl+1…9' },
  palette: { group: 'window', chord: 'Ctrl+K' },
  paletteToo: { group: 'window', chord: 'Ctrl+Shift+P' },
  help: { group: 'window', chord: '?' },
  visit: { group: 'window', chord: 'F10' },
  panels: { group: 'desk', chord: 'Alt+1…9' },
  nextPanel: { group: 'desk', chord: 'F6' },
  previousPanel: { group: 'desk', chord: 'Shift+F6' },
  maximize: { group: 'desk', chord: 'Alt+0' },
  layouts: { group: 'desk', chord: 'Ctrl+Alt+1…9' },
  search: { group: 'desk', chord: '/' },
  listUp: { group: 'desk', chord: 'ArrowUp' },
  listDown: { group: 'desk', chord: 'ArrowDown' },
  grids: { group: 'desk', chord: '1…7' },
  auto: { group: 'desk', chord: '8' },
  manual: { group: 'desk', chord: '9' },
  nextSlot: { group: 'desk', chord: '`' },
  presets: { group: 'desk', chord: 'Ctrl+Shift+1…9' },
  clearTile: { group: 'desk', chord: 'Delete' },
  pin: { group: 'desk', chord: 'P' },
  listen: { group: 'desk', chord: 'A' },
  talk: { group: 'desk', chord: 'T' },
  escape: { group: 'desk', chord: 'Escape' },
} as const satisfies Record<string, { readonly group: 'window' | 'desk'; readonly chord: Chord }>;

export type ShortcutName = keyof typeof SHORTCUTS;
export type ShortcutGroup = (typeof SHORTCUTS)[ShortcutName]['group'];
export const SHORTCUT_NAMES = Object.keys(SHORTCUTS) as ShortcutName[];
export const SHORTCUT_GROUPS = ['window', 'desk'] as const;

/** What the keys of one group do; `index` is the place in a range of digits, from 0. Each decides by itself whether there is anything to act on. */
export type ShortcutActions<Group extends ShortcutGroup = ShortcutGroup> = {
  readonly [Name in ShortcutName as (typeof SHORTCUTS)[Name]['group'] extends Group ? Name : never]: (index: number) => void;
};
