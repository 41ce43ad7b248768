import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';

export type DutyLogState = {
  /** Newest first, without gaps. */
  readonly entries: readonly WireEntry[];
  /** Whether there are older ones. */
  readonly more: boolean;
  readonly phase: 'reading' | 'readingMore' | 'ready';
  /** Why the last attempt to read failed. */
  readonly problem: ErrorCode | null;
};

export type DutyLog = {
  readonly state: StoreApi<DutyLogState>;
  /** Reads the newest ones and listens from now on; reads again whenever the hall was away. Returns its own undoing. */
  readonly start: () => () => void;
  /** Reads the next older ones; nothing while something is being read. */
  readonly loadMore: () => void;
  /** Reads the newest ones again. */
  readonly reread: () => void;
};

type Options = { readonly link: HallLink; readonly replica: HallReplica; readonly courtCode: CourtCode; /** At most 200. */ readonly page: number };

/** The duty log of one court: its posts and its centre. */
export function createDutyLog({ link, replica, courtCode, page }: Options): DutyLog {
  const state = createStore<DutyLogState>(() => ({ entries: [], more: false, phase: 'reading', problem: null }));
  const subjects = new Set([...DUTY_POSTS.map((post) => `duty/${courtCode}/${post}`), `centre/${courtCode}`]);
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
      const answer = await link.request('duty.log', { courtCode, limit: page });
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
      const answer = await link.request('duty.log', { courtCode, before: oldest.sequence, limit: page });
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
    const own = arrived.filter((entry) => subjects.has(entry.subject) && entry.sequence > newest);
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
function joined(present: DutyLogState, { entries, more }: { entries: readonly WireEntry[]; more: boolean }, wholeUpTo: number): Pick<DutyLogState, 'entries' | 'more'> {
  const newest = entries[0]?.sequence ?? 0;
  const oldest = entries.at(-1)?.sequence ?? 0;
  const later = present.entries.filter((entry) => entry.sequence > newest);
  const older = more && wholeUpTo >= oldest ? present.entries.filter((entry) => entry.sequence < oldest) : [];
  return { entries: [...later, ...entries, ...older], more: older.length > 0 ? present.more : more };
}
