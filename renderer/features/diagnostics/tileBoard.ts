import type { TileReport } from '#protocol/nouns/diagnostics.ts';

/** A tile that can say what it shows. */
export interface TileSource {
  report(): TileReport;
}

/** The tiles on screen in this window. */
export interface TileBoard {
  /** Returns its own undoing. */
  add(source: TileSource): () => void;
  reports(): TileReport[];
}

/** Most tiles one report may hold. */
const MAX_TILES = 80;

export function createTileBoard(): TileBoard {
  const sources = new Set<TileSource>();
  return {
    add: (source) => {
      sources.add(source);
      return () => sources.delete(source);
    },
    reports: () =>
      [...sources]
        .map((source) => source.report())
        .toSorted((a, b) => a.tileKey.localeCompare(b.tileKey, 'en', { numeric: true }))
        .slice(0, MAX_TILES),
  };
}
