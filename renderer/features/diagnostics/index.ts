export { TileBoardProvider, useTileBoard } from './TileBoardProvider.tsx';
