export { VideoTile } from './view/VideoTile.tsx';
