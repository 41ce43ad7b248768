import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import { commandId, courtCode, feedId, slotId, type FeedId, type SlotId } from '#protocol/nouns/ids.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { createWallEditor } from './createWallEditor.ts';
import { cleared, droppedFeeds, withGrid, withMode, withTile, withoutTile } from './editSlot.ts';

const WALL = slotId.parse('wall-1');
const [A, B, C, D] = [1, 2, 3, 4].map((index) => feedId.parse(`019a0000-0000-7000-8000-0000000000f${index}`)) as [FeedId, FeedId, FeedId, FeedId];

function buildSlot(feeds: (FeedId | null)[], change: Partial<WallSlot> = {}): WallSlot {
  return { courtCode: courtCode.parse('闽'), placed: true, deviceName: 'desk', slotId: WALL, mode: 'auto', columns: 2, rows: 2, tiles: feeds.map((id) => ({ feedId: id })), version: 7, shown: true, ...change };
}

const feedsOf = (plan: { tiles: readonly { feedId: FeedId | null }[] }) => plan.tiles.map((tile) => tile.feedId);

describe('editing a slot', () => {
  it('keeps every feed that fits when the grid changes', () => {
    expect(feedsOf(withGrid(buildSlot([A, null, B, C]), { columns: 3, rows: 2 }))).toEqual([A, null, B, C, null, null]);
    expect(feedsOf(withGrid(buildSlot([null, A, null, B]), { columns: 2, rows: 1 }))).toEqual([A, B]);
    const slot = buildSlot([A, B, C, D]);
    const smaller = withGrid(slot, { columns: 2, rows: 1 });
    expect(smaller).toMatchObject({ mode: 'manual', columns: 2, rows: 1 });
    expect(droppedFeeds(slot, smaller)).toBe(2);
  });

  it('moves a feed that is there already instead of showing it twice', () => {
    expect(feedsOf(withTile(buildSlot([A, B, null, null]), 2, A))).toEqual([null, B, A, null]);
    expect(feedsOf(withTile(buildSlot([A, B, null, null]), 1, A))).toEqual([B, A, null, null]);
    expect(feedsOf(withTile(buildSlot([A, B, null, null]), 0, C))).toEqual([C, B, null, null]);
    expect(feedsOf(withTile(buildSlot([A, B, null, null]), 0, A))).toEqual([A, B, null, null]);
  });

  it('takes the slot in hand with any change of its tiles, and back on wish', () => {
    expect(withoutTile(buildSlot([A, B, null, null]), 0)).toMatchObject({ mode: 'manual', tiles: [{ feedId: null }, { feedId: B }, {}, {}] });
    expect(feedsOf(cleared(buildSlot([A, B, C, D])))).toEqual([null, null, null, null]);
    expect(withMode(buildSlot([A, B, C, D], { mode: 'manual' }), 'auto')).toMatchObject({ mode: 'auto', tiles: [{ feedId: A }, {}, {}, {}] });
  });
});

type SlotRequest = { expectedVersion: number; tiles: { feedId: FeedId | null }[] };

function setUp(slot: WallSlot) {
  const state = createStore<HallState>(() => ({
    synced: true, syncedAt: 0, log: EMPTY_STATE, position: null, status: null, units: new Map(), feeds: new Map(), wall: new Map<SlotId, WallSlot>([[WALL, slot]]), centres: new Map(),
  }));
  const request = vi.fn<(name: string, input: SlotRequest) => Promise<{ slot: WallSlot }>>();
  const editor = createWallEditor({
    link: { request, state: createStore(() => ({})) } as never,
    replica: { state, onEntries: () => () => undefined, close: () => undefined },
    newCommandId: () => commandId.parse(crypto.randomUUID()),
  });
  return { editor, request, state };
}

describe('the wall editor', () => {
  it('sends the version the change was made from', async () => {
    const { editor, request } = setUp(buildSlot([A, null, null, null]));
    request.mockResolvedValue({ slot: buildSlot([A, B, null, null], { version: 8 }) });
    await editor.edit(WALL, (slot) => withTile(slot, 1, B));
    expect(request).toHaveBeenCalledWith('wall.setSlot', expect.objectContaining({ expectedVersion: 7, mode: 'manual', tiles: [A, B, null, null].map((id) => ({ feedId: id })) }));
    expect(editor.state.getState()).toMatchObject({ notice: null, busy: new Set() });
  });

  it('lets two quick changes follow each other instead of conflicting with themselves', async () => {
    const { editor, request } = setUp(buildSlot([null, null, null, null]));
    request.mockImplementation((_name, input) =>
      Promise.resolve({ slot: buildSlot(input.tiles.map((tile) => tile.feedId), { version: input.expectedVersion + 1 }) }),
    );
    await Promise.all([editor.edit(WALL, (slot) => withTile(slot, 0, A)), editor.edit(WALL, (slot) => withTile(slot, 1, B))]);
    expect(request.mock.calls.map(([, input]) => [input.expectedVersion, feedsOf(input)])).toEqual([
      [7, [A, null, null, null]],
      [8, [A, B, null, null]],
    ]);
  });

  it('shows a conflict and does not repeat the change', async () => {
    const { editor, request } = setUp(buildSlot([A, null, null, null]));
    request.mockRejectedValue(new AppError('conflict'));
    await editor.edit(WALL, cleared);
    expect(request).toHaveBeenCalledOnce();
    expect(editor.state.getState()).toMatchObject({ notice: { kind: 'conflict', slotId: WALL }, busy: new Set() });
  });

  it('names how many feeds a smaller grid put off the wall', async () => {
    const { editor, request } = setUp(buildSlot([A, B, C, null]));
    request.mockResolvedValue({ slot: buildSlot([A], { version: 8 }) });
    await editor.edit(WALL, (slot) => withGrid(slot, { columns: 1, rows: 1 }));
    expect(editor.state.getState().notice).toMatchObject({ kind: 'dropped', slotId: WALL, count: 1, dropped: 2, before: { columns: 2, rows: 2 } });
  });
});
