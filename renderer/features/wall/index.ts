export { createWallEditor, type WallEditor } from './model/createWallEditor.ts';
export { withGrid, withMode, withTile, withoutTile } from './model/editSlot.ts';
export { WallPanel } from './view/WallPanel.tsx';
