import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorCode } from '#protocol/errors.ts';
import { AppError } from '#protocol/errors.ts';
import type { CommandId, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '#protocol/nouns/wall.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { droppedFeeds, type SlotPlan } from './editSlot.ts';

export type WallNotice =
  | { readonly kind: 'conflict'; readonly slotId: SlotId }
  | { readonly kind: 'failed'; readonly slotId: SlotId; readonly code: ErrorCode }
  | { readonly kind: 'dropped'; readonly slotId: SlotId; readonly count: number; readonly dropped: number; readonly before: SlotPlan }
  | { readonly kind: 'cleared'; readonly slotId: SlotId; readonly before: SlotPlan }
  | { readonly kind: 'unitWithoutFeed'; readonly name: string };

export type WallEditorState = {
  /** Walls with a change under way. */
  readonly busy: ReadonlySet<SlotId>;
  readonly notice: WallNotice | null;
};

export type WallEditor = {
  readonly state: StoreApi<WallEditorState>;
  /** Never rejects: what went wrong becomes the notice. */
  edit(slotId: SlotId, change: (slot: SlotRecord) => SlotPlan): Promise<void>;
  say(notice: WallNotice | null): void;
};

/** A change that took several feeds off a wall says so and can be undone. */
function lossNotice(before: SlotRecord, plan: SlotPlan, dropped: number): WallNotice | null {
  if (dropped > 1 && plan.tiles.every((tile) => tile.feedId === null)) {
    return { kind: 'cleared', slotId: before.slotId, before };
  }
  const shrunk = plan.tiles.length < before.tiles.length && dropped > 0;
  return shrunk ? { kind: 'dropped', slotId: before.slotId, count: plan.tiles.length, dropped, before } : null;
}

export function createWallEditor(options: { link: HallLink; replica: HallReplica; newCommandId: () => CommandId }): WallEditor {
  const state = createStore<WallEditorState>(() => ({ busy: new Set(), notice: null }));
  const queues = new Map<SlotId, Promise<void>>();
  // The answer to a change may come before its notice: the next change must start from the newer of the two.
  const answered = new Map<SlotId, SlotRecord>();

  const newest = (slotId: SlotId): SlotRecord | undefined => {
    const told = options.replica.state.getState().wall.get(slotId);
    const own = answered.get(slotId);
    return own && told && own.version > told.version ? own : told;
  };

  const send = async (slotId: SlotId, change: (slot: SlotRecord) => SlotPlan): Promise<void> => {
    const slot = newest(slotId);
    if (!slot) {
      state.setState({ notice: { kind: 'failed', slotId, code: 'notFound' } });
      return;
    }
    const plan = change(slot);
    try {
      const answer = await options.link.request('wall.setSlot', {
        commandId: options.newCommandId(),
        slotId,
        expectedVersion: slot.version,
        mode: plan.mode,
        columns: plan.columns,
        rows: plan.rows,
        tiles: plan.tiles.map(({ feedId }) => ({ feedId })),
      });
      answered.set(slotId, answer.slot);
      const dropped = droppedFeeds(slot, plan);
      state.setState({ notice: lossNotice(slot, plan, dropped) });
    } catch (error) {
      // After any refusal what the hall told is the truth.
      answered.delete(slotId);
      const code = error instanceof AppError ? error.code : 'internal';
      state.setState({ notice: code === 'conflict' ? { kind: 'conflict', slotId } : { kind: 'failed', slotId, code } });
    }
  };

  return {
    state,
    say: (notice) => state.setState({ notice }),
    edit: (slotId, change) => {
      state.setState((before) => ({ busy: new Set([...before.busy, slotId]) }));
      const mine = (queues.get(slotId) ?? Promise.resolve())
        .then(() => send(slotId, change))
        .finally(() => {
          if (queues.get(slotId) === mine) {
            queues.delete(slotId);
            state.setState((before) => ({ busy: new Set([...before.busy].filter((other) => other !== slotId)) }));
          }
        });
      queues.set(slotId, mine);
      return mine;
    },
  };
}
