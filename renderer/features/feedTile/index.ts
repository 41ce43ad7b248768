export { revokedUnit } from './model/revokedUnit.ts';
export { VideoTile } from './view/VideoTile.tsx';
