import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WallHost } from '../../platform/host.ts';
import { createTileBoard } from './tileBoard.ts';
import type { TilePlight } from './tilePlight.ts';
import { watchForReload } from './watchForReload.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

it('asks main once when the pictures are past mending, again only after a while, and never when none are due', async () => {
  const plight: { now: TilePlight | null } = { now: { silentMs: 5_000, stepsInVain: 1 } };
  const board = createTileBoard();
  board.add({ report: () => { throw new Error('not asked here'); }, plight: () => plight.now, lookMs: () => null });
  const reload = vi.fn<WallHost['reload']>(() => Promise.reject(new Error('main is gone')));
  const stop = watchForReload({ board, wall: { reload }, log: () => undefined });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reload).not.toHaveBeenCalled();
  plight.now = { silentMs: 20_000, stepsInVain: 2 };
  await vi.advanceTimersByTimeAsync(29_000);
  expect(reload).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reload).toHaveBeenCalledTimes(2);
  plight.now = null;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(reload).toHaveBeenCalledTimes(2);
  stop();
});
