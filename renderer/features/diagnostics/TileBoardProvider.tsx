import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useHall } from '../hall/index.ts';
import { reportTiles } from './reportTiles.ts';
import { createTileBoard, type TileBoard } from './tileBoard.ts';
import { watchForReload } from './watchForReload.ts';

const TileBoardContext = createContext<TileBoard | null>(null);

/** Collects the tiles below it and reports them over the window's link. */
export function TileBoardProvider({ children }: { children: ReactNode }) {
  const { link, host, receiver, context } = useHall();
  const [board] = useState(createTileBoard);
  const { reloads } = context;
  useEffect(() => {
    const log = (message: string) => host.log('warn', message);
    const media = () => ({ ...receiver.counters(), ...receiver.budget(), reloads, lookMs: board.lookMs() });
    return reportTiles({ link, board, media, log });
  }, [link, board, host, receiver, reloads]);
  useEffect(() => (host.wall === null ? undefined : watchForReload({ board, wall: host.wall, log: (message) => host.log('error', message) })), [board, host]);
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
