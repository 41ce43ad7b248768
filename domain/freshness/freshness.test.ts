import { describe, expect, it } from 'vitest';
import { tileState } from './freshness.ts';

const at = (options: { lastFrameAt: number | null; ended?: boolean; now: number }) => tileState({ feedId: 'feed', ended: false, ...options });

describe('tileState', () => {
  it('is empty without a feed and connecting before the first frame', () => {
    expect(tileState({ feedId: null, lastFrameAt: 5, ended: false, now: 5 })).toBe('empty');
    expect(at({ lastFrameAt: null, now: 60_000 })).toBe('connecting');
  });

  it('waits out a hiccup of two seconds', () => {
    expect(at({ lastFrameAt: 10_000, now: 12_000 })).toBe('live');
    expect(at({ lastFrameAt: 10_000, now: 12_001 })).toBe('stale');
  });

  it('waits only one second where the hall has no live picture', () => {
    expect(at({ lastFrameAt: 10_000, ended: true, now: 11_000 })).toBe('live');
    expect(at({ lastFrameAt: 10_000, ended: true, now: 11_001 })).toBe('stale');
  });
});
