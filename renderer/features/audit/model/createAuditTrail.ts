import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';

export type AuditTrailState = {
  /** Newest first, without gaps among those that match. */
  readonly entries: readonly Entry[];
  /** Whether older ones match. */
  readonly more: boolean;
  /** Where the log stood when the newest of them were read. */
  readonly head: LogPosition | null;
  readonly phase: 'reading' | 'readingMore' | 'ready';
  readonly problem: ErrorCode | null;
  /** Matching entries that came since. */
  readonly fresh: number;
  /** Whether there are more new ones than were counted. */
  readonly freshMore: boolean;
};

export type AuditTrail = {
  readonly state: StoreApi<AuditTrailState>;
  /** Reads what matches, from the newest on. */
  readonly open: (filter: AuditFilter) => void;
  /** Reads from the newest on again. */
  readonly reopen: () => void;
  /** Reads the next older ones; nothing while something is being read. */
  readonly loadMore: () => void;
  /** Looks for new ones whenever the log went on. Returns its own undoing. */
  readonly start: () => () => void;
};

const PAGE = 100;
/** What comes together is looked for together, and a busy log not more often than this. */
const CHECK_AFTER_MS = 1_000;

type Options = {
  readonly link: HallLink;
  readonly replica: Pick<HallReplica, 'state'>;
  readonly onEntries?: (entries: readonly Entry[]) => void;
};

export function createAuditTrail({ link, replica, onEntries }: Options): AuditTrail {
  const state = createStore<AuditTrailState>(() => ({ entries: [], more: false, head: null, phase: 'reading', problem: null, fresh: 0, freshMore: false }));
  let filter: AuditFilter = {};
  // An answer that was asked for with another filter is too late.
  let generation = 0;

  const failed = (error: unknown): void => {
    state.setState({ phase: 'ready', problem: error instanceof AppError ? error.code : 'internal' });
  };
  const read = async (): Promise<void> => {
    generation += 1;
    const mine = generation;
    state.setState({ phase: 'reading', problem: null });
    try {
      const { entries, more, head } = await link.request('audit.query', { filter, limit: PAGE });
      if (mine === generation) {
        state.setState({ entries, more, head, phase: 'ready', fresh: 0, freshMore: false });
        onEntries?.(entries);
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
      const answer = await link.request('audit.query', { filter, before: oldest.sequence, limit: PAGE });
      if (mine === generation) {
        state.setState({ entries: [...entries, ...answer.entries], more: answer.more, phase: 'ready' });
        onEntries?.(answer.entries);
      }
    } catch (error) {
      if (mine === generation) {
        failed(error);
      }
    }
  };
  const check = async (): Promise<void> => {
    const { head, phase } = state.getState();
    if (head === null || phase !== 'ready' || link.state.getState().phase !== 'online') {
      return;
    }
    const mine = generation;
    try {
      const { entries } = await link.request('audit.query', { filter, limit: PAGE });
      if (mine === generation) {
        const fresh = entries.filter((entry) => entry.sequence > head.sequence).length;
        state.setState({ fresh, freshMore: fresh === PAGE });
      }
    } catch {
      // The log goes on, and with it the next look comes; what is shown is still what the hall answered.
    }
  };
  return {
    state,
    open: (next) => {
      filter = next;
      state.setState({ entries: [], more: false, head: null });
      void read();
    },
    reopen: () => void read(),
    loadMore: () => void readOlder(),
    start: () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const checkSoon = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          if (state.getState().phase === 'readingMore') {
            checkSoon();
          } else {
            void check();
          }
        }, CHECK_AFTER_MS);
      };
      const stops = [
        // Followers learn how far the log went also where its entries are none of theirs; what matches only the hall can say.
        replica.state.subscribe((now, before) => {
          if (now.position !== null && now.position.sequence !== before.position?.sequence) {
            checkSoon();
          }
        }),
        link.state.subscribe((now, before) => {
          if (now.phase === 'online' && before.phase !== 'online' && state.getState().head === null) {
            void read();
          }
        }),
      ];
      return () => {
        clearTimeout(timer);
        stops.splice(0).forEach((stop) => stop());
      };
    },
  };
}
