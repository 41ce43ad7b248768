export { attachTracks } from './model/attachTracks.ts';
export { revokedUnit } from './model/revokedUnit.ts';
export { keepStill } from './model/stillFrame.ts';
export { followTileSize } from './model/tileSize.ts';
export type { TilePicture } from './model/tilePicture.ts';
export { VideoTile } from './view/VideoTile.tsx';
