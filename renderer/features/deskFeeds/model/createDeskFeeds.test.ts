import { describe, expect, it } from 'vitest';
import { unitId } from '#protocol/nouns/ids.ts';
import { createDeskFeeds } from './createDeskFeeds.ts';

const units = Array.from({ length: 6 }, (_, index) => unitId.parse(`019a0000-0000-7000-8000-00000000000${index}`));

describe('desk feeds', () => {
  it('refuse a pin too many and keep what is pinned', () => {
    const feeds = createDeskFeeds();
    feeds.setCapacity(4);
    expect(units.slice(0, 5).map((unit) => feeds.togglePin(unit))).toEqual([true, true, true, true, false]);
    expect(feeds.state.getState().pinned).toEqual(units.slice(0, 4));
    feeds.setCapacity(6);
    expect(feeds.togglePin(units[4]!)).toBe(true);
    feeds.setCapacity(4);
    expect(feeds.state.getState()).toMatchObject({ capacity: 6 });
  });

  it('let go of a unit that is gone, and of nothing else', () => {
    const feeds = createDeskFeeds();
    units.slice(0, 3).forEach((unit) => feeds.togglePin(unit));
    feeds.toggleHeard(units[1]!);
    const before = feeds.state.getState();
    feeds.keepUnits(() => true);
    expect(feeds.state.getState()).toBe(before);
    feeds.keepUnits((unit) => unit !== units[0]);
    expect(feeds.state.getState()).toMatchObject({ pinned: [units[1], units[2]], heard: units[1] });
    feeds.keepUnits((unit) => unit !== units[1]);
    expect(feeds.state.getState()).toMatchObject({ pinned: [units[2]], heard: null });
  });

  it('let one be heard, and only while it is shown', () => {
    const feeds = createDeskFeeds();
    feeds.togglePin(units[0]!);
    feeds.toggleHeard(units[0]!);
    feeds.toggleHeard(units[1]!);
    expect(feeds.state.getState().heard).toBe(units[1]);
    feeds.keepHeard([units[0]!, units[1]!]);
    expect(feeds.state.getState().heard).toBe(units[1]);
    feeds.keepHeard([units[0]!, units[2]!]);
    expect(feeds.state.getState().heard).toBeNull();
  });
});
