import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { LogStatus, WireEntry } from '#protocol/nouns/log.ts';
import type { HallLink, LinkState } from '../link/hallLink.ts';
import { HallCopy, type LogStretch } from './hallCopy.ts';
import type { HallReplica, HallState } from './hallReplica.ts';

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

type Session = NonNullable<LinkState['session']>;
type News = { readonly stretch: LogStretch } | { readonly presence: NoticeData<'presence.changed'> } | { readonly status: LogStatus };
type EntriesListener = (entries: readonly WireEntry[]) => void;

type ReplicaOptions = {
  readonly link: HallLink;
  /** For entries that cannot be read and listeners that fail: faults of a program, not of the network. */
  readonly log?: (message: string, cause: unknown) => void;
};

/** Follows the hall through the link from now on; after each reconnect from where it stopped. */
export function createHallReplica(options: ReplicaOptions): HallReplica {
  return FollowingReplica.create(options);
}

class FollowingReplica implements HallReplica {
  readonly state: StoreApi<HallState>;
  readonly #link: HallLink;
  readonly #log: (message: string, cause: unknown) => void;
  readonly #copy: HallCopy;
  readonly #listeners = new Set<EntriesListener>();
  #undo: (() => void)[] = [];
  /** The session being followed or about to be; an answer for another one is too late. */
  #session: Session | null = null;
  /** Whose eyes the copy was made for: with other rights, entries alone would not make it whole. */
  #eyes: string | null = null;
  /** News that belong on top of an answer that is not taken yet; null once it is. */
  #waiting: News[] | null = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  private constructor({ link, log = () => undefined }: ReplicaOptions) {
    this.#link = link;
    this.#log = log;
    this.#copy = new HallCopy((entry, cause) => this.#log(`entry ${entry.sequence} (${entry.name}) cannot be read`, cause));
    this.state = createStore<HallState>(() => ({ synced: false, syncedAt: null, status: null, ...this.#copy.maps }));
  }

  static create(options: ReplicaOptions): FollowingReplica {
    const replica = new FollowingReplica(options);
    replica.#start();
    return replica;
  }

  onEntries(listener: EntriesListener): () => void {
    const registered: EntriesListener = (entries) => listener(entries);
    this.#listeners.add(registered);
    return () => this.#listeners.delete(registered);
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) {
      undo();
    }
    this.#listeners.clear();
    clearTimeout(this.#retry);
    this.#session = null;
    this.#markUnsynced();
  }

  #start(): void {
    const link = this.#link;
    this.#undo = [
      link.on('log.appended', (stretch) => this.#hear({ stretch })),
      link.on('presence.changed', (presence) => this.#hear({ presence })),
      link.on('log.statusChanged', (status) => this.#hear({ status })),
      link.state.subscribe(() => this.#followSession()),
    ];
    this.#followSession();
  }

  #followSession(): void {
    const { session } = this.#link.state.getState();
    if (session?.sessionId === this.#session?.sessionId) {
      return;
    }
    this.#session = session;
    clearTimeout(this.#retry);
    this.#markUnsynced();
    if (session?.capabilities.includes('hall.follow')) {
      void this.#follow(session, 0);
    }
  }

  async #follow(session: Session, attempt: number): Promise<void> {
    this.#waiting = [];
    const eyes = JSON.stringify([session.hallId, session.court.courtCode, session.capabilities.toSorted()]);
    try {
      const answer = await this.#link.request(
        'hall.follow',
        { from: eyes === this.#eyes ? this.#copy.position : null },
        // The hall reads its state and answers in one turn: what it told before is part of the answer, or older.
        { onAnswered: () => (this.#waiting = []) },
      );
      if (session === this.#session) {
        this.#eyes = eyes;
        this.#take(session, answer);
      }
    } catch (error) {
      if (session !== this.#session || (error instanceof AppError && error.code === 'forbidden')) {
        return;
      }
      this.#followLater(session, attempt);
    }
  }

  #followLater(session: Session, attempt: number): void {
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    this.#retry = setTimeout(() => void this.#follow(session, attempt + 1), delayMs);
  }

  #take(session: Session, { log, presence, status }: RequestOutput<'hall.follow'>): void {
    this.#copy.setCourt(session.court.courtCode);
    this.#copy.takeAllPresence(presence);
    let entries: readonly WireEntry[] | null = [];
    if (log.kind === 'snapshot') {
      this.#copy.takeSnapshot(log.state, log.upTo);
    } else {
      entries = this.#copy.takeStretch(log.stretch);
    }
    if (entries === null) {
      // The hall answered entries that do not begin where this copy ends: only a snapshot makes it whole again.
      this.#eyes = null;
      throw new AppError('internal', { detail: 'the answer to hall.follow leaves a gap' });
    }
    // What was told after the answer but before this turn.
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#tell({ synced: true, status }, entries);
    waiting.forEach((news) => this.#hear(news));
  }

  #hear(news: News): void {
    if (this.#session === null) {
      return;
    }
    if (this.#waiting !== null) {
      this.#waiting.push(news);
      return;
    }
    if ('status' in news) {
      this.#tell({ status: news.status });
    } else if ('presence' in news) {
      this.#copy.takePresence(news.presence);
      this.#tell({});
    } else {
      const entries = this.#copy.takeStretch(news.stretch);
      if (entries === null) {
        this.#markUnsynced();
        this.#followLater(this.#session, 0);
      } else {
        this.#tell({}, entries);
      }
    }
  }

  #tell(change: Partial<HallState>, entries: readonly WireEntry[] = []): void {
    this.state.setState({ ...this.#copy.maps, ...change, syncedAt: Date.now() });
    if (entries.length === 0) {
      return;
    }
    for (const listener of this.#listeners) {
      try {
        listener(entries);
      } catch (cause) {
        this.#log('a listener of entries failed', cause);
      }
    }
  }

  #markUnsynced(): void {
    this.#waiting = [];
    if (this.state.getState().synced) {
      this.state.setState({ synced: false, syncedAt: Date.now() });
    }
  }
}
