export { createWallDesk } from './model/createWallDesk.ts';
export type { WallDesk } from './model/wallDesk.ts';
export { WallPanel } from './view/WallPanel.tsx';
