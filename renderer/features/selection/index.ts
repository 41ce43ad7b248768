export { createSelection, type Selection, type SelectionState, type TilePlace } from './createSelection.ts';
export { SelectionProvider, useSelection, useSelectionState } from './SelectionProvider.tsx';
