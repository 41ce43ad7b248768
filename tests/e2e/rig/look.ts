import type { Page } from 'playwright';
import { seeTiles, type TileSight } from './tileSight.ts';
import { until } from './until.ts';

/** The oldest frame that may be on show, ms. */
export const FRESH_MS = 1_000;

export function isFresh(tile: TileSight): boolean {
  return tile.ownPicture && tile.ageMs !== null && tile.ageMs < FRESH_MS;
}

/** Every feed tile of every given window. */
export async function seeAll(pages: Iterable<Page>): Promise<TileSight[]> {
  return (await Promise.all([...pages].map(seeTiles))).flat();
}

/**
 * Waits until every one of `count` tiles shows a fresh frame of its own unit, captured after `after`.
 * Answers how long that took, ms.
 */
export async function untilFresh(pages: () => Promise<Iterable<Page>> | Iterable<Page>, options: { count: number; withinMs: number; after?: number }): Promise<number> {
  const startedAt = Date.now();
  const after = options.after ?? 0;
  let seen: TileSight[] = [];
  await until(
    `${options.count} fresh tiles`,
    async () => {
      // A window that is being made anew cannot be read; the next look will.
      seen = await seeAll(await pages()).catch(() => []);
      const fresh = seen.filter((tile) => isFresh(tile) && (tile.capturedAt ?? 0) > after);
      return fresh.length === options.count && seen.length === options.count;
    },
    { withinMs: options.withinMs, everyMs: 50, describe: () => seen.map(({ tileKey, state, ageMs, ownPicture }) => ({ tileKey, state, ageMs, ownPicture })) },
  );
  return Date.now() - startedAt;
}
