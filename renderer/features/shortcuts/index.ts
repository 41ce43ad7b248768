export { listenForShortcuts, type ShortcutActions } from './model/listenForShortcuts.ts';
export { ShortcutsDialog } from './view/ShortcutsDialog.tsx';
