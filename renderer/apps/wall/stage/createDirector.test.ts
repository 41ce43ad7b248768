import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { emptySlot } from '#domain/wall/foldSlot.ts';
import { emptyWall } from '#domain/wall/foldWall.ts';
import { gridOfFeeds, withContent } from '#domain/wall/layouts.ts';
import { commandId, courtCode, feedId, slotId, unitId, type FeedId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { createDirector } from './createDirector.ts';

const COURT = courtCode.parse('闽');
const [FIRST, SECOND] = [slotId.parse('wall-1'), slotId.parse('wall-2')];
const [A, B, C] = ['a', 'b', 'c'].map((letter) => feedId.parse(`019a0000-0000-7000-8000-00000000000${letter}`)) as [FeedId, FeedId, FeedId];
const unitOf = (id: FeedId): UnitId => unitId.parse(`019a0000-0000-7000-8000-0000000001${id.slice(-2)}`);
const track = { kind: 'video' as const, mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 };
const feed = (id: FeedId): Feed => ({ feedId: id, unitId: unitOf(id), label: '', tracks: [track], generation: 1, sinceAt: 0 });

const slot = (id: typeof FIRST, content: TileContent, layoutVersion = 1): WallSlot => {
  const layout = gridOfFeeds({ columns: 1, rows: 1 }, []);
  return { ...emptySlot({ courtCode: COURT, slotId: id }), layout: { ...layout, tiles: layout.tiles.map((tile) => withContent(tile, content)) }, layoutVersion, shown: true, screen: null };
};
const show = (id: FeedId): TileContent => ({ kind: 'feed', feedId: id });
const wallOf = (...slots: WallSlot[]) => new Map(slots.map((each) => [each.slotId, each]));

function setUp(content: TileContent) {
  const state = createStore<HallState>(() => ({
    synced: true, syncedAt: 0, log: EMPTY_STATE, position: null, units: new Map(), feeds: new Map([A, B, C].map((id) => [id, feed(id)])),
    wall: wallOf(slot(FIRST, content), slot(SECOND, show(C))), centres: new Map(), status: null,
  }));
  const director = createDirector({ link: new FakeHallLink(), replica: { state }, slotId: FIRST, now: () => Date.now() });
  const stop = director.start();
  const on = (role: 'shown' | 'beneath') => director.onStage.getState().placements.filter((placement) => placement.role === role).map(({ item }) => item.feedId);
  return { state, director, stop, shown: () => on('shown'), beneath: () => on('beneath') };
}

beforeEach(() => vi.useFakeTimers({ now: 100_000 }));
afterEach(() => vi.useRealTimers());

describe('the director of a wall window', () => {
  it('connects the next stop of a tour two seconds ahead, and goes to it on time', () => {
    const { shown, beneath, director, stop } = setUp({ kind: 'tour', stops: [A, B], dwellMs: 10_000, startedAt: 100_000, pausedAt: null });
    vi.advanceTimersByTime(7_990);
    expect([shown(), beneath()]).toEqual([[A], []]);
    vi.advanceTimersByTime(20);
    expect([shown(), beneath()]).toEqual([[A], [B]]);
    director.setReady(`feed ${B} #0`, true);
    vi.advanceTimersByTime(1_970);
    expect(shown()).toEqual([A]);
    vi.advanceTimersByTime(30);
    expect([shown(), beneath()]).toEqual([[B], []]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('changes at the moment that is the same in all windows, when a step is over several displays', () => {
    const { state, shown, director } = setUp(show(A));
    const slots = [FIRST, SECOND].map((id) => ({ slotId: id, layoutVersion: 2, before: slot(id, show(A)).layout }));
    const take = { takeId: commandId.parse('019a0000-0000-7000-8000-0000000000ff'), at: 99_950, by: '', what: { kind: 'edit' as const, label: '' }, slots };
    const walls = EMPTY_STATE.walls.set(COURT, { ...emptyWall(COURT), past: [take] });
    state.setState({ log: { ...EMPTY_STATE, walls }, wall: wallOf(slot(FIRST, show(B), 2), slot(SECOND, show(A), 2)) });
    director.setReady(`feed ${B} #0`, true);
    vi.advanceTimersByTime(345);
    expect(shown()).toEqual([A]);
    vi.advanceTimersByTime(5);
    expect(shown()).toEqual([B]);
  });

  it('changes alone as soon as its picture is live', () => {
    const { state, shown, beneath, director } = setUp(show(A));
    state.setState({ wall: wallOf(slot(FIRST, show(B), 2), slot(SECOND, show(C))) });
    expect([shown(), beneath()]).toEqual([[A], [B]]);
    director.setReady(`feed ${B} #0`, true);
    expect([shown(), beneath()]).toEqual([[B], []]);
  });

  it('follows what a desk has chosen', () => {
    const { shown, director } = setUp({ kind: 'hotspot' });
    expect(shown()).toEqual([null]);
    director.point(unitOf(B));
    director.setReady(`feed ${B} #0`, true);
    expect(shown()).toEqual([B]);
    director.point(null);
    director.setReady('{"kind":"hotspot"} #0', true);
    expect(shown()).toEqual([null]);
  });
});
