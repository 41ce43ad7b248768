import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { GuestRequestName } from '../../../link/guestRequest.ts';
import type { PersonHost } from '../../../platform/host.ts';
import type { SignInMemory } from './signInMemory.ts';

/** Asks the hall before anyone is signed in; `guestRequest` bound to its address. */
export type Ask = <Name extends GuestRequestName>(
  name: Name,
  input: RequestInput<Name>,
  options?: { signal?: AbortSignal; timeoutMs?: number },
) => Promise<RequestOutput<Name>>;

/** `untilAt` is real time, ms since the epoch. */
export type EntranceProblem = { readonly code: ErrorCode | 'browserFailed' | 'oidcExpired'; readonly untilAt: number | null };

export type EntranceState = {
  /** What the hall said of itself last; kept while it is away. */
  readonly welcome: Pick<RequestOutput<'session.welcome'>, 'hallName' | 'oidcName' | 'exercise'> | null;
  /** Set while the hall does not answer. */
  readonly away: { readonly error: ErrorCode; readonly sinceAt: number } | null;
  readonly phase: 'idle' | 'asking' | 'oidc';
  readonly problem: EntranceProblem | null;
};

export type Entrance = {
  readonly state: StoreApi<EntranceState>;
  /** Never rejects: what went wrong becomes the problem. */
  signIn(username: string, password: string): Promise<void>;
  /** Signs in at the identity provider, in the system's browser, until it is done or cancelled. Never rejects. */
  signInElsewhere(): Promise<void>;
  cancel(): void;
  /** Looks for the hall now. */
  look(): void;
  /** Idempotent. */
  close(): void;
};

const AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['disconnected', 'timedOut', 'closing']);
const LOOK_WHILE_AWAY_MS = 3_000;
const LOOK_WHILE_HERE_MS = 15_000;
/** The hall gives up earlier and says so. */
const OIDC_TIMEOUT_MS = 15 * 60_000;

type EntranceOptions = {
  readonly ask: Ask;
  readonly person: PersonHost;
  readonly client: { readonly name: string; readonly version: string };
  readonly memory: StoreApi<SignInMemory>;
  readonly log: (message: string, cause: unknown) => void;
};

/** The way into the hall: looks whether it is there, and lets a person in. */
export function createEntrance({ ask, person, client, memory, log }: EntranceOptions): Entrance {
  const state = createStore<EntranceState>(() => ({ welcome: null, away: null, phase: 'idle', problem: null }));
  const closing = new AbortController();
  let entering: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = false;

  const note = (error: ErrorCode | null) => {
    const { away } = state.getState();
    if (error === null || !AWAY.has(error)) {
      state.setState({ away: null });
    } else if (away?.error !== error) {
      state.setState({ away: { error, sinceAt: away?.sinceAt ?? Date.now() } });
    }
  };
  const look = async () => {
    if (looking || closing.signal.aborted) {
      return;
    }
    looking = true;
    clearTimeout(timer);
    try {
      const { hallName, oidcName, exercise } = await ask('session.welcome', {}, { signal: closing.signal });
      memory.setState({ hallName });
      state.setState({ welcome: { hallName, oidcName, exercise } });
      note(null);
    } catch (error) {
      note(codeOf(error));
    } finally {
      looking = false;
    }
    if (!closing.signal.aborted) {
      timer = setTimeout(() => void look(), state.getState().away === null ? LOOK_WHILE_HERE_MS : LOOK_WHILE_AWAY_MS);
    }
  };
  /** One way in at a time; what it throws is what the person reads. */
  const enter = async (phase: 'asking' | 'oidc', way: (signal: AbortSignal) => Promise<{ token: string }>) => {
    entering?.abort();
    const mine = new AbortController();
    entering = mine;
    state.setState({ phase, problem: null });
    try {
      const { token } = await way(AbortSignal.any([mine.signal, closing.signal]));
      if (mine.signal.aborted || closing.signal.aborted) {
        return;
      }
      memory.setState({ departure: null });
      await person.keep(token);
    } catch (error) {
      if (mine.signal.aborted || closing.signal.aborted) {
        return;
      }
      log('nobody was let in', error);
      note(codeOf(error));
      state.setState({ phase: 'idle', problem: problemOf(error, phase) });
      if (state.getState().away !== null) {
        void look();
      }
    }
  };

  void look();
  return {
    state,
    signIn: (username, password) => {
      memory.setState({ username });
      return enter('asking', (signal) => ask('session.signIn', { username, password, client }, { signal }));
    },
    signInElsewhere: () =>
      enter('oidc', async (signal) => {
        const { ticket, url } = await ask('session.beginOidc', { client }, { signal });
        signal.throwIfAborted();
        await person.openBrowser(url).catch((cause: unknown) => {
          throw new BrowserError({ cause });
        });
        return ask('session.finishOidc', { ticket }, { signal, timeoutMs: OIDC_TIMEOUT_MS });
      }),
    cancel: () => {
      entering?.abort();
      state.setState({ phase: 'idle', problem: null });
    },
    look: () => void look(),
    close: () => {
      clearTimeout(timer);
      closing.abort();
    },
  };
}

class BrowserError extends Error {
  constructor(options: ErrorOptions) {
    super('the browser cannot be opened', options);
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}

function problemOf(error: unknown, phase: 'asking' | 'oidc'): EntranceProblem {
  if (error instanceof BrowserError) {
    return { code: 'browserFailed', untilAt: null };
  }
  const code = codeOf(error);
  if (phase === 'oidc' && code === 'timedOut') {
    return { code: 'oidcExpired', untilAt: null };
  }
  const untilAt = error instanceof AppError ? error.params['untilAt'] : undefined;
  return { code, untilAt: typeof untilAt === 'number' ? untilAt : null };
}
