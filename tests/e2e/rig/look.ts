import type { ConsoleApp } from './consoleApp.ts';
import { readWallTiles, type TileSight } from './tileSight.ts';
import { until } from './until.ts';

/** The oldest frame that may be on show, ms. */
export const FRESH_MS = 1_000;

export type WallTile = TileSight & { readonly slotId: string };

export function isFresh(tile: TileSight): boolean {
  return tile.ownPicture && tile.ageMs !== null && tile.ageMs < FRESH_MS;
}

/** Every feed tile of every wall window. */
export async function seeWalls(app: ConsoleApp): Promise<WallTile[]> {
  const windows = await readWallTiles(app);
  return windows.flatMap(({ slotId, tiles }) => tiles.map((tile) => ({ ...tile, slotId })));
}

/**
 * Waits until every one of `count` wall tiles shows a fresh frame of its own unit, captured after `after`.
 * Answers how long that took, ms.
 */
export async function untilFresh(app: ConsoleApp, options: { count: number; withinMs: number; after?: number }): Promise<number> {
  const startedAt = Date.now();
  const after = options.after ?? 0;
  let seen: WallTile[] = [];
  await until(
    `${options.count} fresh tiles`,
    async () => {
      seen = await seeWalls(app);
      return seen.length === options.count && seen.every((tile) => isFresh(tile) && (tile.capturedAt ?? 0) > after);
    },
    { withinMs: options.withinMs, everyMs: 50, describe: () => seen.map(({ slotId, tileKey, state, ageMs, ownPicture }) => ({ slotId, tileKey, state, ageMs, ownPicture })) },
  );
  return Date.now() - startedAt;
}
