export { TileTools } from './view/TileTools.tsx';
export { useTileTools } from './view/useTileTools.tsx';
