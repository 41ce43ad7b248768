import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import type { HallLink } from '../link/hallLink.ts';
import type { HallReplica, HallState } from './hallReplica.ts';
import { appliedNews, stateOfSnapshot, type News } from './news.ts';

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

/** Follows the hall through the link from now on, anew after each reconnect. */
export function createHallReplica(options: { link: HallLink }): HallReplica {
  return FollowingReplica.create(options);
}

class FollowingReplica implements HallReplica {
  readonly state: StoreApi<HallState> = createStore<HallState>(() => ({
    synced: false,
    syncedAt: null,
    units: new Map(),
    feeds: new Map(),
    wall: new Map(),
  }));
  readonly #link: HallLink;
  #undo: (() => void)[] = [];
  /** The session being followed or about to be; an answer for another one is too late. */
  #sessionId: string | null = null;
  /** News that came before the snapshot; null once it is there. */
  #waiting: News[] | null = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  private constructor(link: HallLink) {
    this.#link = link;
  }

  static create(options: { link: HallLink }): FollowingReplica {
    const replica = new FollowingReplica(options.link);
    replica.#start();
    return replica;
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) {
      undo();
    }
    clearTimeout(this.#retry);
    this.#sessionId = null;
    this.#markUnsynced();
  }

  #start(): void {
    const link = this.#link;
    this.#undo = [
      link.on('unit.changed', ({ unit }) => this.#hear({ unit })),
      link.on('feed.changed', ({ feed }) => this.#hear({ feed })),
      link.on('wall.changed', ({ slot }) => this.#hear({ slot })),
      link.state.subscribe(() => this.#followSession()),
    ];
    this.#followSession();
  }

  #followSession(): void {
    const sessionId = this.#link.state.getState().session?.sessionId ?? null;
    if (sessionId === this.#sessionId) {
      return;
    }
    this.#sessionId = sessionId;
    clearTimeout(this.#retry);
    this.#markUnsynced();
    if (sessionId !== null) {
      void this.#fetch(sessionId, 0);
    }
  }

  async #fetch(sessionId: string, attempt: number): Promise<void> {
    this.#waiting = [];
    try {
      const snapshot = await this.#link.request('hall.follow', {});
      if (sessionId !== this.#sessionId) {
        return;
      }
      // The hall tells every change from the moment it is followed, in order. So whatever was told before the
      // snapshot arrived is either part of it or newer: applied in order on top, both end in the present state.
      const news = this.#waiting ?? [];
      this.#waiting = null;
      this.state.setState({ ...appliedNews(stateOfSnapshot(snapshot), news), synced: true, syncedAt: Date.now() });
    } catch (error) {
      if (sessionId !== this.#sessionId || (error instanceof AppError && error.code === 'forbidden')) {
        return;
      }
      const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
      this.#retry = setTimeout(() => void this.#fetch(sessionId, attempt + 1), delayMs);
    }
  }

  #hear(news: News): void {
    if (this.#sessionId === null) {
      return;
    }
    if (this.#waiting) {
      this.#waiting.push(news);
      return;
    }
    this.state.setState({ ...appliedNews(this.state.getState(), [news]), syncedAt: Date.now() });
  }

  #markUnsynced(): void {
    this.#waiting = [];
    const { synced } = this.state.getState();
    if (synced) {
      this.state.setState({ synced: false, syncedAt: Date.now() });
    }
  }
}
