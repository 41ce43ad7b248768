import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useHall } from '../hall/index.ts';
import { reportTiles } from './reportTiles.ts';
import { createTileBoard, type TileBoard } from './tileBoard.ts';

const TileBoardContext = createContext<TileBoard | null>(null);

/** Collects the tiles below it and reports them over the window's link. */
export function TileBoardProvider({ children }: { children: ReactNode }) {
  const { link, host } = useHall();
  const [board] = useState(createTileBoard);
  useEffect(() => reportTiles({ link, board, log: (message) => host.log('warn', message) }), [link, board, host]);
  return <TileBoardContext value={board}>{children}</TileBoardContext>;
}

/** Errors: throws outside a TileBoardProvider. */
export function useTileBoard(): TileBoard {
  const board = useContext(TileBoardContext);
  if (board === null) {
    throw new Error('useTileBoard needs a TileBoardProvider above it');
  }
  return board;
}
