import { createStore } from 'zustand/vanilla';
import { tileIn, withLayout, withTiles, type WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import { lostContents } from '#domain/wall/edit/withDivision.ts';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import { AppError } from '#protocol/errors.ts';
import type { CommandId, SlotId } from '#protocol/nouns/ids.ts';
import type { TakeWhat } from '#protocol/wall/wall.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { newestWall } from './newestWall.ts';
import { changedSlots, overtakenSlots, sameLayout, withStep } from './rehearsal.ts';
import type { LookChange, WallDesk, WallDeskState } from './wallDesk.ts';

type Change = (layouts: WallLayouts) => WallLayouts;
/** Steps of one draft that can be taken back. */
const MAX_STEPS = 50;

/** Changes go out one after another, so that quick hands do not conflict with themselves. */
export function createWallDesk({ link, replica, newCommandId }: { link: HallLink; replica: Pick<HallReplica, 'state'>; newCommandId: () => CommandId }): WallDesk {
  const state = createStore<WallDeskState>(() => ({ busy: new Set(), notice: null, rehearsal: null }));
  const newest = newestWall({ link, replica });
  let queue: Promise<unknown> = Promise.resolve();
  let overtaken: { readonly what: TakeWhat; readonly change: Change } | null = null;

  const wallLayouts = (): WallLayouts => new Map([...newest.standing()].map(([slotId, { layout }]) => [slotId, layout]));
  const layouts = (): WallLayouts => {
    const { rehearsal } = state.getState();
    return new Map([...wallLayouts()].map(([slotId, layout]) => [slotId, rehearsal?.draft.get(slotId)?.layout ?? layout]));
  };
  const fail = (error: unknown, slotIds: readonly SlotId[]): false => {
    const problem = error instanceof AppError ? error : new AppError('internal', { cause: error });
    newest.forget();
    state.setState({ notice: problem.code === 'conflict' ? { kind: 'conflict', slotIds } : { kind: 'failed', slotIds, problem } });
    return false;
  };
  const inTurn = (work: () => Promise<boolean>): Promise<boolean> => {
    const mine = queue.then(work);
    queue = mine;
    return mine;
  };
  const whileBusy = async (slotIds: readonly SlotId[], work: () => Promise<boolean>): Promise<boolean> => {
    state.setState({ busy: new Set(slotIds) });
    return work().finally(() => state.setState({ busy: new Set() }));
  };

  const put = (what: TakeWhat, from: () => WallLayouts, change: Change): Promise<boolean> =>
    inTurn(async () => {
      let slotIds: SlotId[] = [];
      try {
        const [before, standing] = [from(), newest.standing()];
        const after = change(before);
        slotIds = [...after.keys()].filter((slotId) => standing.has(slotId) && !sameLayout(standing.get(slotId)!.layout, after.get(slotId)!));
        if (slotIds.length === 0) {
          return true;
        }
        const commandId = newCommandId();
        return await whileBusy(slotIds, async () => {
          const { wall } = await link.request('wall.put', { commandId, what, slots: slotIds.map((slotId) => ({ slotId, expectedVersion: standing.get(slotId)!.layoutVersion, layout: after.get(slotId)! })) });
          newest.put({ takeId: commandId, what }, wall, new Map(slotIds.map((slotId) => [slotId, { from: standing.get(slotId)!, layout: after.get(slotId)! }])));
          overtaken = null;
          state.setState({ notice: lossNotice(what, before, after, slotIds) });
          return true;
        });
      } catch (error) {
        overtaken = error instanceof AppError && error.code === 'conflict' ? { what, change } : null;
        return fail(error, slotIds);
      }
    });

  const apply: WallDesk['apply'] = async (what, change) => {
    const { rehearsal } = state.getState();
    if (rehearsal === null) {
      return put(what, wallLayouts, change);
    }
    try {
      const before = layouts();
      const after = change(before);
      const changed = new Map([...after].filter(([slotId, layout]) => before.has(slotId) && !sameLayout(before.get(slotId)!, layout)));
      if (changed.size > 0) {
        const next = withStep(rehearsal, changed, newest.standing());
        state.setState({ rehearsal: { ...next, steps: next.steps.slice(-MAX_STEPS) }, notice: lossNotice(what, before, after, [...changed.keys()]) });
      }
      return true;
    } catch (error) {
      return fail(error, []);
    }
  };

  const adjust = (changes: readonly LookChange[]): Promise<boolean> => {
    const adjusted: Change = (all) => changes.reduce<WallLayouts>((sum, { slotId, tileKey, look }) => withLayout(sum, slotId, (layout) =>
      withTiles(layout, layout.tiles.map((tile) => (tileKeyOf(tile) === tileKey ? { ...tile, look: look(tile.look) } : tile)))), all);
    if (state.getState().rehearsal !== null) {
      return apply({ kind: 'edit', label: '' }, adjusted);
    }
    return inTurn(async () => {
      try {
        const tiles = changes.map(({ slotId, tileKey, look }) => {
          const { column, row, look: before } = tileIn(wallLayouts(), { slotId, tileKey });
          return { slotId, column, row, look: look(before) };
        });
        if (tiles.length > 0) {
          await link.request('wall.adjust', { commandId: newCommandId(), tiles });
        }
        return true;
      } catch (error) {
        return fail(error, changes.map(({ slotId }) => slotId));
      }
    });
  };

  const undoTake = (): Promise<boolean> =>
    inTurn(async () => {
      const take = newest.lastTake();
      const slotIds = take?.slots.map(({ slotId }) => slotId) ?? [];
      try {
        if (take === undefined) {
          throw new AppError('notFound', { params: { what: 'take' } });
        }
        return await whileBusy(slotIds, async () => {
          const { wall } = await link.request('wall.undo', { commandId: newCommandId(), takeId: take.takeId });
          newest.undone(take, wall);
          state.setState({ notice: { kind: 'undone', what: take.what } });
          return true;
        });
      } catch (error) {
        fail(error, slotIds);
        // There is nothing to ask again: what came after the step is to be looked at first.
        state.setState(({ notice }) => (notice?.kind === 'conflict' ? { notice: { kind: 'failed', slotIds, problem: new AppError('conflict') } } : {}));
        return false;
      }
    });

  return {
    state,
    layouts,
    apply,
    adjust,
    say: (notice) => state.setState({ notice }),
    identify: () => link.request('wall.identify', {}).then(() => true).catch((error: unknown) => fail(error, [])),
    again: () => (overtaken === null ? Promise.resolve(true) : put(overtaken.what, wallLayouts, overtaken.change)),
    undo: () => {
      const { rehearsal } = state.getState();
      if (rehearsal === null) {
        return undoTake();
      }
      const draft = rehearsal.steps.at(-1);
      if (draft !== undefined) {
        state.setState({ rehearsal: { ...rehearsal, draft, steps: rehearsal.steps.slice(0, -1) }, notice: null });
      }
      return Promise.resolve(true);
    },
    rehearse: () => state.setState((now) => ({ rehearsal: now.rehearsal ?? { sinceAt: link.now(), draft: new Map(), steps: [] }, notice: null })),
    drop: () => state.setState({ rehearsal: null, notice: null }),
    rebase: () =>
      state.setState(({ rehearsal }) => {
        if (rehearsal === null) {
          return {};
        }
        const gone = overtakenSlots(rehearsal, newest.standing());
        return { notice: null, rehearsal: { ...rehearsal, draft: new Map([...rehearsal.draft].filter(([slotId]) => !gone.includes(slotId))), steps: [] } };
      }),
    putUp: async ({ overOthers = false } = {}) => {
      const { rehearsal } = state.getState();
      if (rehearsal === null) {
        return true;
      }
      const standing = newest.standing();
      const others = overtakenSlots(rehearsal, standing);
      if (others.length > 0 && !overOthers) {
        state.setState({ notice: { kind: 'overtaken', slotIds: others } });
        return false;
      }
      const count = changedSlots(rehearsal, standing).length;
      const drafted: Change = (all) => new Map([...all].map(([slotId, layout]) => [slotId, rehearsal.draft.get(slotId)?.layout ?? layout]));
      const done = await put({ kind: 'rehearsal', label: '' }, wallLayouts, drafted);
      if (done) {
        state.setState({ rehearsal: null, notice: { kind: 'putUp', count } });
      }
      return done;
    },
  };
}

/** A step that took contents off the wall by the way says so; one that was asked to take one thing off does not. */
function lossNotice(what: TakeWhat, before: WallLayouts, after: WallLayouts, slotIds: readonly SlotId[]) {
  const of = (all: WallLayouts) => slotIds.flatMap((slotId) => all.get(slotId) ?? []);
  const count = lostContents(of(before), after.values()).length;
  const shrunk = of(after).reduce((sum, { tiles }) => sum + tiles.length, 0) < of(before).reduce((sum, { tiles }) => sum + tiles.length, 0);
  const byTheWay = shrunk || what.kind === 'salvo' || what.kind === 'span' || (what.kind === 'clear' && count > 1);
  return byTheWay && count > 0 ? ({ kind: 'lost', slotIds, count } as const) : null;
}
