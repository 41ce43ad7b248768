import type { TileReport } from '#protocol/nouns/diagnostics.ts';
import type { TilePlight } from './tilePlight.ts';

/** A tile that can say what it shows. */
export interface TileSource {
  report(): TileReport;
  /** Null while no frames are due there; `now` is this machine's time. */
  plight(now: number): TilePlight | null;
  /** What a look at its picture takes, ms on average; null before the first. */
  lookMs(): number | null;
}

/** The tiles on screen in this window. */
export interface TileBoard {
  /** Returns its own undoing. */
  add(source: TileSource): () => void;
  reports(): TileReport[];
  /** Of the tiles where frames are due. */
  plights(now: number): TilePlight[];
  /** What a look at one picture takes, ms on average over the tiles; null before the first. */
  lookMs(): number | null;
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
    plights: (now) => [...sources].flatMap((source) => source.plight(now) ?? []),
    lookMs: () => {
      const each = [...sources].flatMap((source) => source.lookMs() ?? []);
      return each.length === 0 ? null : each.reduce((sum, ms) => sum + ms, 0) / each.length;
    },
  };
}
