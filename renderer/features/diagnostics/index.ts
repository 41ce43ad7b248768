export { createTileBoard, type TileBoard, type TileSource } from './tileBoard.ts';
export { reportTiles } from './reportTiles.ts';
export { TileBoardProvider, useTileBoard } from './TileBoardProvider.tsx';
