export { revokedUnit } from './model/revokedUnit.ts';
export { followTileSize } from './model/tileSize.ts';
export type { TilePicture } from './model/tilePicture.ts';
export { VideoTile } from './view/VideoTile.tsx';
