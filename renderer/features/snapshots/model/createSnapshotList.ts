import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Snapshot } from '#protocol/media/snapshots.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

const PAGE = 50;

export type SnapshotListState = {
  /** Newest first. */
  readonly snapshots: readonly Snapshot[];
  readonly more: boolean;
  readonly phase: 'reading' | 'read' | 'failed';
  readonly problem: ErrorCode | null;
};

export type SnapshotList = {
  readonly state: StoreApi<SnapshotListState>;
  /** From the newest on. Never rejects. */
  read(): Promise<void>;
  /** Older ones. Never rejects. */
  readMore(): Promise<void>;
};

/** Snapshots of one feed, or of all that are seen from here. */
export function createSnapshotList({ link, feedId }: { readonly link: Pick<HallLink, 'request'>; readonly feedId: FeedId | null }): SnapshotList {
  const state = createStore<SnapshotListState>(() => ({ snapshots: [], more: false, phase: 'reading', problem: null }));
  let turn = 0;
  const ask = async (before: number | null) => {
    turn += 1;
    const mine = turn;
    state.setState({ phase: 'reading', problem: null });
    try {
      const { snapshots, more } = await link.request('snapshot.list', { feedId, limit: PAGE, ...(before === null ? {} : { before }) });
      if (mine === turn) {
        state.setState(({ snapshots: known }) => ({ snapshots: before === null ? snapshots : [...known, ...snapshots], more, phase: 'read' }));
      }
    } catch (error) {
      if (mine === turn) {
        state.setState({ phase: 'failed', problem: error instanceof AppError ? error.code : 'internal' });
      }
    }
  };
  return { state, read: () => ask(null), readMore: () => ask(state.getState().snapshots.at(-1)?.sequence ?? null) };
}
