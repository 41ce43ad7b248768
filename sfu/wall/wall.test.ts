import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedId, SessionId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feed } from '#protocol/nouns/hall.ts';
import type { Session } from '../ports/session.ts';
import type { SlotRecord, WallStore } from '../ports/stores.ts';
import { Wall } from './wall.ts';

const feedId = (index: number) => `0190a0b0-0000-7000-8000-00000000000${index}` as FeedId;
const feed = (index: number, live: boolean): Feed => ({
  feedId: feedId(index),
  unitId: 'u' as UnitId,
  label: 'camera',
  tracks: live ? [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 }] : [],
  generation: 1,
  sinceAt: 0,
});

/** Keeps what is committed, like a disk; refuses when it is full. */
function memoryStore(kept: SlotRecord[] = []) {
  const slots = new Map(kept.map((slot) => [slot.slotId, slot]));
  const store: WallStore & { full: boolean } = {
    full: false,
    list: async () => [...slots.values()],
    async commit(change) {
      if (store.full) {
        throw new Error('disk full');
      }
      change.slots.forEach((slot) => slots.set(slot.slotId, slot));
    },
    answerOf: async () => undefined,
    forgetCommandsBefore: async () => undefined,
  };
  return store;
}

function window(slot: number): { session: Session; end: () => void } {
  const ending = new AbortController();
  const session: Session = {
    sessionId: crypto.randomUUID() as SessionId, purpose: 'wall', capabilities: new Set(), unitId: null, slotId: `wall-${slot}` as SlotId,
    clientName: 'wall', remoteAddress: '', log: pino({ level: 'silent' }), ended: ending.signal, notify: () => undefined,
  };
  return { session, end: () => ending.abort() };
}

describe('wall in automatic mode', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const begin = (store: WallStore) => {
    const changes: string[] = [];
    return Wall.create({
      store,
      feeds: { get: (id) => feed(Number(id.slice(-1)), true) },
      news: { wallChanged: (slot) => changes.push(slot.slotId) },
      log: pino({ level: 'silent' }),
      now: Date.now,
    }).then((wall) => ({ wall, changes, shown: () => Object.fromEntries(wall.list().map((slot) => [slot.slotId, slot.tiles.flatMap((tile) => (tile.feedId === null ? [] : [Number(tile.feedId.slice(-1))]))])) }));
  };
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('spreads feeds over the displays; a unit that is back within a minute finds its place, later it is gone', async () => {
    const { wall, shown } = await begin(memoryStore());
    wall.show(window(1).session);
    wall.show(window(2).session);
    [3, 1, 2, 4].forEach((index) => wall.feedChanged(feed(index, true)));
    await pass(100);
    expect(shown()).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    wall.feedChanged(feed(2, false));
    await pass(59_000);
    expect(shown()).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    wall.feedChanged(feed(2, true));
    await pass(120_000);
    expect(shown()).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    wall.feedChanged(feed(2, false));
    await pass(61_000);
    expect(shown()).toEqual({ 'wall-1': [1, 3], 'wall-2': [4] });
    await wall.close();
  });

  it('a window that reloads keeps its feeds; those of an unplugged display move to the others', async () => {
    const { wall, shown } = await begin(memoryStore());
    const second = window(2);
    wall.show(window(1).session);
    wall.show(second.session);
    [1, 2].forEach((index) => wall.feedChanged(feed(index, true)));
    await pass(100);
    second.end();
    await pass(5_000);
    expect(wall.list().map((slot) => slot.shown)).toEqual([true, false]);
    expect(shown()).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    const reloaded = window(2);
    wall.show(reloaded.session);
    await pass(20_000);
    expect(shown()).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    reloaded.end();
    await pass(10_100);
    expect(shown()).toMatchObject({ 'wall-1': [1, 2] });
    await wall.close();
  });

  it('after a restart nothing moves while units and windows come back one by one', async () => {
    const store = memoryStore();
    const before = await begin(store);
    before.wall.show(window(1).session);
    before.wall.show(window(2).session);
    [1, 2, 3, 4].forEach((index) => before.wall.feedChanged(feed(index, true)));
    await pass(100);
    await before.wall.close();

    const { wall, shown } = await begin(store);
    const seen = new Set<string>();
    for (const step of [() => wall.feedChanged(feed(4, true)), () => wall.show(window(2).session), () => wall.feedChanged(feed(1, true)), () => wall.show(window(1).session), () => wall.feedChanged(feed(3, true)), () => wall.feedChanged(feed(2, true))]) {
      step();
      await pass(1_000);
      seen.add(JSON.stringify(shown()));
    }
    expect([...seen]).toEqual([JSON.stringify({ 'wall-1': [1, 2], 'wall-2': [3, 4] })]);
    await wall.close();
  });

  it('a full disk darkens nothing, but a dispatcher is told that nothing was set', async () => {
    const store = memoryStore();
    const { wall, shown } = await begin(store);
    const { session } = window(1);
    wall.show(session);
    await pass(100);
    store.full = true;
    wall.feedChanged(feed(1, true));
    await pass(100);
    expect(shown()).toEqual({ 'wall-1': [1] });
    const { version } = wall.list()[0]!;
    const set = wall.handlers['wall.setSlot']({ commandId: crypto.randomUUID() as never, slotId: session.slotId!, expectedVersion: version, mode: 'manual', columns: 1, rows: 1, tiles: [{ feedId: null }] }, session);
    await expect(set).rejects.toThrow('disk full');
    expect(wall.list()[0]).toMatchObject({ mode: 'auto', version });
    await wall.close();
  });
});
