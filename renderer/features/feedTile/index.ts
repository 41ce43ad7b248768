export { VideoTile, type VideoTileProps } from './view/VideoTile.tsx';
