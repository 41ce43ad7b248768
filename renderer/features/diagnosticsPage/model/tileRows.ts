import type { RequestOutput } from '#protocol/contract.ts';
import type { TileReport } from '#protocol/nouns/diagnostics.ts';
import type { FeedId, SessionId } from '#protocol/nouns/ids.ts';

export type WindowReport = RequestOutput<'diagnostics.list'>['windows'][number];
export type TileRow = { readonly key: string; readonly window: WindowReport; readonly tile: TileReport; readonly unitName: string; readonly ill: boolean };
export type TileFilter = 'all' | 'ill' | 'mended';
export const TILE_FILTERS: readonly TileFilter[] = ['all', 'ill', 'mended'];

/** A report older than this is no longer what the window shows, ms. */
const REPORT_VALID_MS = 10_000;

export function mendCount({ mends }: TileReport): number {
  return mends.keyFrames + mends.consumers + mends.transports;
}

/** The tiles that have a feed, those that need looking after first. `unitNameOf`: empty for a feed that is not known here. */
export function tileRows(windows: readonly WindowReport[], options: { unitNameOf: (feedId: FeedId) => string; filter: TileFilter; sessionId: SessionId | null; now: number }): TileRow[] {
  const { unitNameOf, filter, sessionId, now } = options;
  return windows
    .filter((window) => sessionId === null || window.sessionId === sessionId)
    .flatMap((window) =>
      window.tiles.flatMap((tile): TileRow[] => {
        if (tile.feedId === null) {
          return [];
        }
        const ill = tile.state !== 'live' || !isFresh(window, now);
        return [{ key: `${window.sessionId}/${tile.tileKey}`, window, tile, unitName: unitNameOf(tile.feedId), ill }];
      }),
    )
    .filter(({ ill, tile }) => filter === 'all' || (filter === 'ill' ? ill : mendCount(tile) > 0))
    .toSorted((a, b) => Number(b.ill) - Number(a.ill) || mendCount(b.tile) - mendCount(a.tile) || a.key.localeCompare(b.key, 'en', { numeric: true }));
}

export function isFresh({ reportedAt }: WindowReport, now: number): boolean {
  return now - reportedAt <= REPORT_VALID_MS;
}

export type TileCounts = { readonly tiles: number; readonly live: number; readonly ill: number; readonly mends: number; readonly reloads: number };

export function tileCounts(windows: readonly WindowReport[], now: number): TileCounts {
  const rows = tileRows(windows, { unitNameOf: () => '', filter: 'all', sessionId: null, now });
  const ill = rows.filter((row) => row.ill).length;
  return {
    tiles: rows.length,
    live: rows.length - ill,
    ill,
    mends: rows.reduce((sum, { tile }) => sum + mendCount(tile), 0),
    reloads: windows.reduce((sum, { media }) => sum + (media?.reloads ?? 0), 0),
  };
}
