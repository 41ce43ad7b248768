export type { TilePlight } from './tilePlight.ts';
export { TileBoardProvider, useTileBoard } from './TileBoardProvider.tsx';
