import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { SignedIn } from '#protocol/nouns/people.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type SessionWatchState = {
  readonly sessions: readonly SignedIn[];
  /** Until when each locked account is locked. */
  readonly lockedOut: ReadonlyMap<UserId, number>;
  /** When the hall was asked last with success, hall time; null: not yet. */
  readonly readAt: number | null;
  readonly busy: boolean;
  /** Why the last asking failed. */
  readonly problem: ErrorCode | null;
};

export type SessionWatch = {
  readonly state: StoreApi<SessionWatchState>;
  /** Asks at once. */
  readonly refresh: () => void;
  /** Asks now and every `everyMs` while the hall is there. Returns its own undoing. */
  readonly start: () => () => void;
};

/** Who is signed in: it is told to nobody, so it is asked for while someone looks. */
export function createSessionWatch({ link, everyMs = 10_000 }: { link: HallLink; everyMs?: number }): SessionWatch {
  const state = createStore<SessionWatchState>(() => ({ sessions: [], lockedOut: new Map(), readAt: null, busy: false, problem: null }));
  const read = async () => {
    if (state.getState().busy || link.state.getState().phase !== 'online') {
      return;
    }
    state.setState({ busy: true });
    try {
      const { sessions, lockedOut } = await link.request('user.sessions', {});
      state.setState({
        sessions: sessions.toSorted((a, b) => b.signedInAt - a.signedInAt),
        lockedOut: new Map(lockedOut.map(({ userId, untilAt }) => [userId, untilAt])),
        readAt: link.now(),
        busy: false,
        problem: null,
      });
    } catch (error) {
      state.setState({ busy: false, problem: error instanceof AppError ? error.code : 'internal' });
    }
  };
  return {
    state,
    refresh: () => void read(),
    start: () => {
      void read();
      const timer = setInterval(() => void read(), everyMs);
      const stop = link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online') {
          void read();
        }
      });
      return () => {
        clearInterval(timer);
        stop();
      };
    },
  };
}
