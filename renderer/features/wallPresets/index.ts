export { applyPreset, type RecallNote } from './model/applyPreset.ts';
export { presetGroups, presetOfKey } from './model/presetShelf.ts';
export { PresetShelf } from './view/PresetShelf.tsx';
export { PresetDialog } from './view/PresetDialog.tsx';
