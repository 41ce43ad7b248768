import { describe, expect, it } from 'vitest';
import { visibleTileState } from './tileAge.ts';

const FEED = { feedId: 'feed', ended: false };

describe('visibleTileState', () => {
  it('is stale once two seconds went by without a frame', () => {
    expect(visibleTileState({ ...FEED, lastFrameAt: 10_000, visibleSinceAt: 0, now: 12_000 })).toBe('live');
    expect(visibleTileState({ ...FEED, lastFrameAt: 10_000, visibleSinceAt: 0, now: 12_001 })).toBe('stale');
    expect(visibleTileState({ ...FEED, lastFrameAt: null, visibleSinceAt: 0, now: 60_000 })).toBe('connecting');
  });

  it('gives a tile that was hidden two seconds before it calls it broken, and never calls it live', () => {
    const hidden = { ...FEED, lastFrameAt: 10_000, visibleSinceAt: 50_000 };
    expect(visibleTileState({ ...hidden, now: 50_100 })).toBe('connecting');
    expect(visibleTileState({ ...hidden, now: 52_001 })).toBe('stale');
    expect(visibleTileState({ ...hidden, lastFrameAt: 50_300, now: 50_400 })).toBe('live');
  });
});
