export { createSelection, type Selection } from './createSelection.ts';
export { SelectionProvider, useSelection, useSelectionState } from './SelectionProvider.tsx';
