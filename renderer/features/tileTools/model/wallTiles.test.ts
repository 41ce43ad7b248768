import { describe, expect, it } from 'vitest';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { feedId, slotId, type SlotId } from '#protocol/nouns/ids.ts';
import { adjustedOnWall } from './wallTiles.ts';

const feed = (number: number) => feedId.parse(`019a0000-0000-7000-8000-0000000000f${number}`);
const slot = (number: number, feeds: number[]) => {
  const id = slotId.parse(`wall-${number}`);
  return [id, { slotId: id, layout: gridOfFeeds({ columns: 2, rows: 2 }, feeds.map(feed)) }] as const;
};

describe('adjustedOnWall', () => {
  it('finds the feed wherever it stands and changes nothing but what is asked', () => {
    const wall = new Map<SlotId, ReturnType<typeof slot>[1]>([slot(1, [1, 2, 3]), slot(2, [2, 2])]);
    expect(adjustedOnWall(wall, feed(2), (look) => ({ ...look, volume: 0.5 }))).toEqual([
      { slotId: 'wall-1', column: 1, row: 0, look: { zoom: 1, x: 0.5, y: 0.5, frozenAt: null, volume: 0.5 } },
      { slotId: 'wall-2', column: 0, row: 0, look: { zoom: 1, x: 0.5, y: 0.5, frozenAt: null, volume: 0.5 } },
      { slotId: 'wall-2', column: 1, row: 0, look: { zoom: 1, x: 0.5, y: 0.5, frozenAt: null, volume: 0.5 } },
    ]);
    expect(adjustedOnWall(wall, feed(9), (look) => look)).toEqual([]);
  });
});
