import { describe, expect, it } from 'vitest';
import type { WallTile } from '../e2e/rig/look.ts';
import { TileJudge } from './tileJudge.ts';

const tile = (change: Partial<WallTile> = {}): WallTile => ({ slotId: 'wall-1', tileKey: '0-0', unitId: 'u', state: 'live', widthPx: 640, heightPx: 360, ageMs: 80, capturedAt: 1, ownPicture: true, contrast: 200, brightest: 220, hinted: false, ...change });

/** Looks once a second for as long as there are tiles to look at. */
function judged(looks: readonly WallTile[], options: { windows?: string[] } = {}) {
  const judge = new TileJudge();
  looks.forEach((each, index) => judge.look(index * 1_000, [each], ['wall-1'], new Set(options.windows ?? ['wall-1'])));
  return judge.verdict().map(({ tile: name, why, forMs }) => `${name} ${why} ${forMs}`);
}

const times = (count: number, each: WallTile) => Array.from({ length: count }, () => each);

describe('TileJudge', () => {
  it('finds an old or a foreign picture that is called live, and a display without a window', () => {
    expect(judged(times(8, tile({ ageMs: 9_000 })))).toEqual(['wall-1/0-0 an old picture that it calls live 7000']);
    expect(judged(times(8, tile({ ownPicture: false })))).toEqual(['wall-1/0-0 a picture that is not its unit’s 7000']);
    expect(judged(times(8, tile({ ageMs: null, ownPicture: false, contrast: 3, brightest: 3 })))).toEqual(['wall-1/0-0 a black picture that it calls live 7000']);
    expect(judged(times(8, tile()), { windows: [] })).toEqual(['wall-1 no window 7000']);
  });

  it('has no complaint about what is right, says that it is not, or was mended in time', () => {
    expect(judged(times(8, tile()))).toEqual([]);
    expect(judged(times(8, tile({ state: 'stale', ageMs: 90_000 })))).toEqual([]);
    expect(judged(times(8, tile({ ageMs: null, ownPicture: false })))).toEqual([]);
    expect(judged(times(8, tile({ ageMs: null, ownPicture: false, contrast: 3, brightest: 120 })))).toEqual([]);
    expect(judged(times(8, tile({ ageMs: null, ownPicture: false, contrast: 3, brightest: 3, hinted: true })))).toEqual([]);
    expect(judged([...times(5, tile({ ageMs: 9_000 })), tile(), ...times(5, tile({ ageMs: 9_000 }))])).toEqual([]);
  });
});
