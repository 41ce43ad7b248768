export type { Chord } from './model/chord.ts';
export { bindingsOf, listenForShortcuts } from './model/listenForShortcuts.ts';
export type { ShortcutActions } from './model/shortcutTable.ts';
export { Keys } from './view/Keys.tsx';
export { ShortcutsDialog } from './view/ShortcutsDialog.tsx';
