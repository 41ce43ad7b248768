import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { setLocked, toManual } from '#domain/wall/edit/editTile.ts';
import { withLayout, type TilePlace, type WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { withDivision } from '#domain/wall/edit/withDivision.ts';
import { emptyWall } from '#domain/wall/foldWall.ts';
import { feedContent, gridOfFeeds, uniformLayout } from '#domain/wall/layouts.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { commandId, courtCode, feedId, slotId, type FeedId, type SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import type { PastTake } from '#protocol/wall/wall.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { createWallDesk } from './createWallDesk.ts';

const COURT = courtCode.parse('闽');
const [WALL_1, WALL_2] = [slotId.parse('wall-1'), slotId.parse('wall-2')];
const [A, B, C, D] = [1, 2, 3, 4].map((index) => feedId.parse(`019a0000-0000-7000-8000-0000000000f${index}`)) as [FeedId, FeedId, FeedId, FeedId];
const EDIT = { kind: 'edit', label: '' } as const;
const at = (slot: SlotId, tileKey: string): TilePlace => ({ slotId: slot, tileKey });
const place = (slot: SlotId, tileKey: string, feed: FeedId) => (layouts: WallLayouts) => placeContent(layouts, at(slot, tileKey), feedContent(feed));
const feedsOf = (layout: SlotLayout | undefined) => (layout?.tiles ?? []).map(({ content }) => (content.kind === 'feed' ? content.feedId : null));

/** A hall that keeps versions as the real one does, and tells of a change when `tell` is called, or at once. */
function setUp({ tellsLate = false } = {}) {
  const slotOf = (id: SlotId): WallSlot => ({ courtCode: COURT, slotId: id, layout: gridOfFeeds({ columns: 2, rows: 1 }, [null, null]), placed: true, deviceName: 'wall', layoutVersion: 3, version: 1, shown: true, screen: null });
  const hall = { slots: new Map([[WALL_1, slotOf(WALL_1)], [WALL_2, slotOf(WALL_2)]]), past: [] as PastTake[], version: 0 };
  const view = () => ({ wall: new Map(hall.slots), log: { ...EMPTY_STATE, walls: EMPTY_STATE.walls.set(COURT, { ...emptyWall(COURT), past: [...hall.past], version: hall.version }) } });
  const state = createStore<HallState>(() => ({ synced: true, syncedAt: 0, position: null, status: null, units: new Map(), feeds: new Map(), centres: new Map(), ...view() }));
  const tell = () => state.setState(view());
  const change = (slot: SlotId, layout: SlotLayout) => {
    const before = hall.slots.get(slot)!;
    hall.slots.set(slot, { ...before, layout, layoutVersion: before.layoutVersion + 1 });
  };
  const link = new FakeHallLink();
  link.goOnline();
  const answer = () => {
    hall.version += 1;
    if (!tellsLate) {
      tell();
    }
    const { past: _past, ...wall } = { ...emptyWall(COURT), version: hall.version };
    return { wall };
  };
  link.answers['wall.put'] = (input) => {
    const { commandId: takeId, what, slots } = input as RequestData<'wall.put'>;
    if (slots.some(({ slotId: slot, expectedVersion }) => hall.slots.get(slot)!.layoutVersion !== expectedVersion)) {
      throw new AppError('conflict');
    }
    const before = slots.map(({ slotId: slot }) => ({ slotId: slot, before: hall.slots.get(slot)!.layout }));
    slots.forEach(({ slotId: slot, layout }) => change(slot, layout));
    hall.past.push({ takeId, at: 0, by: '林', what, slots: before.map((slot) => ({ ...slot, layoutVersion: hall.slots.get(slot.slotId)!.layoutVersion })) });
    return answer();
  };
  link.answers['wall.undo'] = ({ takeId }) => {
    const take = hall.past.at(-1);
    if (take?.takeId !== takeId) {
      throw new AppError('notFound');
    }
    hall.past.pop();
    take.slots.forEach(({ slotId: slot, before }) => change(slot, before));
    return answer();
  };
  link.answers['wall.adjust'] = () => answer();
  const desk = createWallDesk({ link, replica: { state }, newCommandId: () => commandId.parse(crypto.randomUUID()) });
  const other = (slot: SlotId, layout: SlotLayout) => {
    change(slot, layout);
    tell();
  };
  const shown = (slot: SlotId) => feedsOf(hall.slots.get(slot)?.layout);
  return { desk, link, hall, tell, other, shown, puts: () => link.inputsOf('wall.put') };
}

describe('the wall desk', () => {
  it('puts up only the displays that changed, with the version each was changed from', async () => {
    const { desk, puts, shown } = setUp();
    expect(await desk.apply(EDIT, place(WALL_2, '1-0', A))).toBe(true);
    expect(puts().map(({ slots }) => slots.map(({ slotId: slot, expectedVersion }) => [slot, expectedVersion]))).toEqual([[[WALL_2, 3]]]);
    expect(shown(WALL_2)).toEqual([null, A]);
    expect(await desk.apply(EDIT, (layouts) => layouts)).toBe(true);
    expect(puts()).toHaveLength(1);
  });

  it('does not conflict with itself, however late the hall tells of what it did', async () => {
    const { desk, shown, puts } = setUp({ tellsLate: true });
    await Promise.all([desk.apply(EDIT, place(WALL_1, '0-0', A)), desk.apply(EDIT, place(WALL_1, '1-0', B)), desk.apply(EDIT, place(WALL_2, '0-0', C))]);
    expect(puts().map(({ slots }) => slots[0]?.expectedVersion)).toEqual([3, 4, 3]);
    expect([shown(WALL_1), shown(WALL_2)]).toEqual([[A, B], [C, null]]);
    expect(desk.state.getState()).toMatchObject({ notice: null, busy: new Set() });
    await Promise.all([desk.undo(), desk.undo()]);
    expect([shown(WALL_1), shown(WALL_2)]).toEqual([[A, null], [null, null]]);
  });

  it('says that another desk was quicker, repeats nothing by itself, and makes the change on the newest wall when asked again', async () => {
    const { desk, hall, tell, shown, puts } = setUp();
    hall.slots.set(WALL_1, { ...hall.slots.get(WALL_1)!, layout: gridOfFeeds({ columns: 2, rows: 1 }, [D, null]), layoutVersion: 4 });
    expect(await desk.apply(EDIT, place(WALL_1, '1-0', A))).toBe(false);
    expect(desk.state.getState().notice).toEqual({ kind: 'conflict', slotIds: [WALL_1] });
    expect(puts()).toHaveLength(1);
    tell();
    expect(await desk.again()).toBe(true);
    expect(shown(WALL_1)).toEqual([D, A]);
    expect(desk.state.getState().notice).toBeNull();
  });

  it('says whose hand is on the wall', async () => {
    const { desk, link } = setUp();
    link.answers['wall.put'] = () => {
      throw new AppError('batonHeld', { params: { name: '陈志远' } });
    };
    expect(await desk.apply(EDIT, place(WALL_1, '0-0', A))).toBe(false);
    expect(desk.state.getState().notice).toMatchObject({ kind: 'failed', problem: { code: 'batonHeld', params: { name: '陈志远' } } });
  });

  it('asks nothing of the hall for an edit that a lock forbids', async () => {
    const { desk, puts } = setUp();
    await desk.apply({ kind: 'lock', label: '' }, (layouts) => setLocked(layouts, at(WALL_1, '0-0'), true));
    expect(await desk.apply(EDIT, place(WALL_1, '0-0', A))).toBe(false);
    expect(desk.state.getState().notice).toMatchObject({ kind: 'failed', problem: { code: 'tileLocked' } });
    expect(puts()).toHaveLength(1);
  });

  it('counts what a smaller division took off the display', async () => {
    const { desk } = setUp();
    await desk.apply(EDIT, (layouts) => place(WALL_1, '1-0', B)(place(WALL_1, '0-0', A)(layouts)));
    await desk.apply(EDIT, (layouts) => withLayout(layouts, WALL_1, (layout) => withDivision(layout, uniformLayout({ columns: 1, rows: 1 }))));
    expect(desk.state.getState().notice).toEqual({ kind: 'lost', slotIds: [WALL_1], count: 1 });
  });

  it('adjusts a tile from how it is looked at now', async () => {
    const { desk, link } = setUp();
    await desk.adjust([{ ...at(WALL_1, '1-0'), look: (look) => ({ ...look, volume: 1 }) }]);
    expect(link.inputsOf('wall.adjust')[0]?.tiles).toEqual([{ slotId: WALL_1, column: 1, row: 0, look: { zoom: 1, x: 0.5, y: 0.5, frozenAt: null, volume: 1 } }]);
  });
});

describe('a rehearsal', () => {
  it('is seen at this desk alone until it is put up in one step', async () => {
    const { desk, shown, puts } = setUp();
    desk.rehearse();
    await desk.apply(EDIT, place(WALL_1, '0-0', A));
    await desk.apply(EDIT, place(WALL_2, '0-0', B));
    await desk.apply(EDIT, place(WALL_2, '1-0', C));
    expect(puts()).toHaveLength(0);
    expect([...desk.layouts().values()].map(feedsOf)).toEqual([[A, null], [B, C]]);
    await desk.undo();
    expect(await desk.putUp()).toBe(true);
    expect(puts()).toHaveLength(1);
    expect(puts()[0]).toMatchObject({ what: { kind: 'rehearsal' }, slots: [{ slotId: WALL_1 }, { slotId: WALL_2 }] });
    expect([shown(WALL_1), shown(WALL_2)]).toEqual([[A, null], [B, null]]);
    expect(desk.state.getState()).toMatchObject({ rehearsal: null, notice: { kind: 'putUp', count: 2 } });
  });

  it('follows the wall where nothing was rehearsed, and asks before it goes over the work of others', async () => {
    const { desk, other, shown, puts } = setUp();
    desk.rehearse();
    await desk.apply(EDIT, place(WALL_1, '0-0', A));
    other(WALL_2, gridOfFeeds({ columns: 2, rows: 1 }, [D, null]));
    expect(feedsOf(desk.layouts().get(WALL_2))).toEqual([D, null]);
    other(WALL_1, gridOfFeeds({ columns: 2, rows: 1 }, [null, C]));
    expect(await desk.putUp()).toBe(false);
    expect(desk.state.getState().notice).toEqual({ kind: 'overtaken', slotIds: [WALL_1] });
    expect(puts()).toHaveLength(0);
    expect(await desk.putUp({ overOthers: true })).toBe(true);
    expect([shown(WALL_1), shown(WALL_2)]).toEqual([[A, null], [D, null]]);
  });

  it('keeps the displays that nobody touched when it begins anew from the wall as it is', async () => {
    const { desk, other } = setUp();
    desk.rehearse();
    await desk.apply(EDIT, place(WALL_1, '0-0', A));
    await desk.apply(EDIT, place(WALL_2, '0-0', B));
    other(WALL_1, gridOfFeeds({ columns: 2, rows: 1 }, [null, C]));
    desk.rebase();
    expect([...desk.layouts().values()].map(feedsOf)).toEqual([[null, C], [B, null]]);
    expect(await desk.putUp()).toBe(true);
  });

  it('is not overtaken by what the hall deals by itself', async () => {
    const { desk, other, shown } = setUp();
    const dealt = (feeds: (FeedId | null)[]) => ({ ...gridOfFeeds({ columns: 2, rows: 1 }, feeds), mode: 'auto' as const });
    other(WALL_1, dealt([D, null]));
    desk.rehearse();
    await desk.apply(EDIT, (layouts) => withLayout(place(WALL_1, '1-0', A)(layouts), WALL_1, toManual));
    other(WALL_1, dealt([D, C]));
    expect(await desk.putUp()).toBe(true);
    expect(shown(WALL_1)).toEqual([D, A]);
  });

  it('stays when it is refused', async () => {
    const { desk, link } = setUp();
    desk.rehearse();
    await desk.apply(EDIT, place(WALL_1, '0-0', A));
    link.answers['wall.put'] = () => {
      throw new AppError('disconnected');
    };
    expect(await desk.putUp()).toBe(false);
    expect(feedsOf(desk.layouts().get(WALL_1))).toEqual([A, null]);
    expect(desk.state.getState()).toMatchObject({ notice: { kind: 'failed', problem: { code: 'disconnected' } } });
  });
});
