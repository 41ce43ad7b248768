export { createSelection, type Selection, type TilePlace } from './createSelection.ts';
export { SelectionProvider, useSelection, useSelectionState } from './SelectionProvider.tsx';
