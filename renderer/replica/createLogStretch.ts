import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { HallReplica } from './hallReplica.ts';

export type LogStretchState = {
  /** Newest first, without gaps. */
  readonly entries: readonly WireEntry[];
  /** Whether there are older ones. */
  readonly more: boolean;
  readonly phase: 'reading' | 'readingMore' | 'ready';
  /** Why the last attempt to read failed. */
  readonly problem: ErrorCode | null;
};

export type LogStretchReader = {
  readonly state: StoreApi<LogStretchState>;
  /** Reads the newest ones and listens from now on; reads again whenever the hall was away. Returns its own undoing. */
  readonly start: () => () => void;
  /** Reads the next older ones; nothing while something is being read. */
  readonly loadMore: () => void;
  /** Reads the newest ones again. */
  readonly reread: () => void;
};

type Page = { readonly entries: readonly WireEntry[]; readonly more: boolean };

type Options = {
  readonly replica: Pick<HallReplica, 'state' | 'onEntries'>;
  /** Asks the hall for a page, newest first; with `before` for the ones before that sequence. */
  readonly read: (before?: number) => Promise<Page>;
  /** Whether an entry that arrives belongs here. */
  readonly isOwn: (entry: WireEntry) => boolean;
};

/** A part of the log as people read it: page by page from the newest on, without gaps, with what happens meanwhile. */
export function createLogStretch({ replica, read: ask, isOwn }: Options): LogStretchReader {
  const state = createStore<LogStretchState>(() => ({ entries: [], more: false, phase: 'reading', problem: null }));
  // An answer to a question that was asked anew meanwhile is too late.
  let generation = 0;
  // Up to here nothing is missing among those that are held. While the hall was away something may be, until they were read again.
  let wholeUpTo = 0;
  let caughtUp = false;

  const failed = (error: unknown): void => {
    state.setState({ phase: 'ready', problem: error instanceof AppError ? error.code : 'internal' });
  };
  const read = async (): Promise<void> => {
    generation += 1;
    const mine = generation;
    caughtUp = false;
    state.setState({ phase: 'reading', problem: null });
    try {
      const answer = await ask();
      if (mine === generation) {
        state.setState({ ...joined(state.getState(), answer, wholeUpTo), phase: 'ready' });
        wholeUpTo = state.getState().entries[0]?.sequence ?? 0;
        caughtUp = true;
      }
    } catch (error) {
      if (mine === generation) {
        failed(error);
      }
    }
  };
  const readOlder = async (): Promise<void> => {
    const { entries, more, phase } = state.getState();
    const oldest = entries.at(-1);
    if (phase !== 'ready' || !more || oldest === undefined) {
      return;
    }
    const mine = generation;
    state.setState({ phase: 'readingMore', problem: null });
    try {
      const answer = await ask(oldest.sequence);
      if (mine === generation) {
        state.setState({ entries: [...state.getState().entries, ...answer.entries], more: answer.more, phase: 'ready' });
      }
    } catch (error) {
      if (mine === generation) {
        failed(error);
      }
    }
  };
  const hear = (arrived: readonly WireEntry[]): void => {
    const { entries } = state.getState();
    const newest = entries[0]?.sequence ?? 0;
    const own = arrived.filter((entry) => entry.sequence > newest && isOwn(entry));
    if (own.length > 0) {
      state.setState({ entries: [...own.toReversed(), ...entries] });
      wholeUpTo = caughtUp ? (own.at(-1)?.sequence ?? wholeUpTo) : wholeUpTo;
    }
  };
  return {
    state,
    start: () => {
      const stops = [
        replica.onEntries(hear),
        // From then on everything that happens is heard; what happened before is read.
        replica.state.subscribe((now, before) => {
          if (now.synced && !before.synced) {
            void read();
          }
        }),
      ];
      void read();
      return () => {
        // Nobody waits for an answer any more.
        generation += 1;
        stops.splice(0).forEach((stop) => stop());
      };
    },
    loadMore: () => void readOlder(),
    reread: () => void read(),
  };
}

/** The newest ones, with those that arrived after the answer, and the older ones where the answer reaches down to them. */
function joined(present: LogStretchState, { entries, more }: Page, wholeUpTo: number): Pick<LogStretchState, 'entries' | 'more'> {
  const newest = entries[0]?.sequence ?? 0;
  const oldest = entries.at(-1)?.sequence ?? 0;
  const later = present.entries.filter((entry) => entry.sequence > newest);
  const older = more && wholeUpTo >= oldest ? present.entries.filter((entry) => entry.sequence < oldest) : [];
  return { entries: [...later, ...entries, ...older], more: older.length > 0 ? present.more : more };
}
