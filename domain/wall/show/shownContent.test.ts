import { describe, expect, it } from 'vitest';
import type { AlarmId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { PastTake } from '#protocol/wall/wall.ts';
import { shownContent } from './shownContent.ts';
import { switchAt, switchSoon } from './switchAt.ts';

const UNIT = 'unit' as UnitId;
const [A, B, OF_UNIT] = ['a', 'b', 'ofUnit'].map((name) => name as FeedId) as [FeedId, FeedId, FeedId];
const facts = { now: 0, isLive: () => true, feedOf: (unitId: UnitId) => (unitId === UNIT ? OF_UNIT : null), pointed: null, alarm: undefined };
const tour: TileContent = { kind: 'tour', stops: [A, B], dwellMs: 10_000, startedAt: 0, pausedAt: null };

describe('shownContent', () => {
  it('puts an alarm before whatever the tile was given', () => {
    const alarm = { alarmId: 'alarm' as AlarmId, unitId: UNIT };
    expect(shownContent(tour, { ...facts, alarm })).toEqual({ content: { kind: 'feed', feedId: OF_UNIT }, alarmId: 'alarm', aheadFeedId: null, wakeAt: null });
  });

  it('follows what a desk has chosen, and hints where nothing is', () => {
    expect(shownContent({ kind: 'hotspot' }, facts).content).toEqual({ kind: 'hotspot' });
    expect(shownContent({ kind: 'hotspot' }, { ...facts, pointed: UNIT }).content).toEqual({ kind: 'feed', feedId: OF_UNIT });
    expect(shownContent({ kind: 'hotspot' }, { ...facts, pointed: 'without picture' as UnitId }).content).toEqual({ kind: 'hotspot' });
  });

  it('names the next stop of a tour shortly before its time', () => {
    expect(shownContent(tour, { ...facts, now: 5_000 })).toMatchObject({ content: { feedId: A }, aheadFeedId: null, wakeAt: 8_000 });
    expect(shownContent(tour, { ...facts, now: 8_000 })).toMatchObject({ content: { feedId: A }, aheadFeedId: B, wakeAt: 10_000 });
    expect(shownContent(tour, { ...facts, now: 10_000 })).toMatchObject({ content: { feedId: B }, aheadFeedId: null, wakeAt: 18_000 });
  });
});

describe('switchAt', () => {
  const slotId = 'wall-1' as SlotId;
  const take = (slots: number) => ({ at: 1_000, slots: Array.from({ length: slots }, (_, index) => ({ slotId: `wall-${index + 1}`, layoutVersion: 7 })) }) as unknown as PastTake;

  it('lets the displays of one step change together, and a single one at once', () => {
    expect(switchAt(take(2), { slotId, layoutVersion: 7 })).toBe(1_400);
    expect(switchAt(take(1), { slotId, layoutVersion: 7 })).toBeNull();
  });

  it('is no business of a display that the step did not touch, or that changed since', () => {
    expect(switchAt(take(2), { slotId: 'wall-9' as SlotId, layoutVersion: 7 })).toBeNull();
    expect(switchAt(take(2), { slotId, layoutVersion: 8 })).toBeNull();
    expect(switchAt(undefined, { slotId, layoutVersion: 7 })).toBeNull();
  });

  it('finds a moment that lies ahead, the same for whoever hears of it at about the same time', () => {
    expect([10_000, 10_030, 10_190].map(switchSoon)).toEqual([10_400, 10_400, 10_400]);
    expect(switchSoon(10_201)).toBe(10_800);
  });
});
