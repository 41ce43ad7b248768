import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import type { NoticeData, RequestOutput } from '#protocol/contract.ts';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { LogPosition, WireEntry } from '#protocol/nouns/log.ts';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, stateOf, type HallState } from '#domain/hallState/hallState.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';

/** The hall tells followers where it is at least so often, though they see none of what happens. */
const TOLD_WITHIN_MS = 5_000;
const BUSY_PAUSE_MS = 100;

type Options = {
  /** Whoever leads the exercise: sees every entry. */
  readonly link: HallLink;
  /** The command line of the hall's machine: may ask as often as it likes where the hall is. */
  readonly operator: HallLink;
  /** Told of what is new, in order. */
  readonly onEntries: (entries: readonly WireEntry[]) => void;
};

/** The log as whoever leads the exercise sees it: every entry in order, and what they fold to. */
export class LogFollower {
  readonly entries: WireEntry[] = [];
  readonly #options: Options;
  readonly #stop: (() => void)[];
  readonly #online = new Set<UnitId>();
  readonly #live = new Set<FeedId>();
  readonly #waiting = new Set<() => void>();
  #state: HallState = EMPTY_STATE;
  #at: LogPosition | null = null;
  #hallAt: LogPosition | null = null;

  private constructor(options: Options) {
    this.#options = options;
    this.#stop = [options.link.on('log.appended', (stretch) => this.#take(stretch)), options.link.on('presence.changed', (presence) => this.#note(presence))];
  }

  /** Errors: what the hall answers. */
  static async create(options: Options): Promise<LogFollower> {
    const follower = new LogFollower(options);
    await follower.#follow();
    return follower;
  }

  get state(): HallState {
    return this.#state;
  }

  /** Resolves when everything is read that the hall has done by now. Errors: what the hall answers, timedOut. */
  async catchUp(): Promise<void> {
    const { log } = await this.#askWhere();
    this.#hallAt = log.kind === 'snapshot' ? log.upTo : log.stretch.upTo;
    const { sequence } = this.#hallAt;
    await this.#until(() => (this.#at?.sequence ?? 0) >= sequence);
  }

  /** Resolves when the hall knows that the unit is there, or gone. Errors: timedOut. */
  async seen(unitId: UnitId, { online }: { readonly online: boolean }): Promise<void> {
    await this.#until(() => this.#online.has(unitId) === online);
  }

  /** Resolves when pictures of the feed reach the hall. Errors: timedOut. */
  async seenLive(feedId: FeedId): Promise<void> {
    await this.#until(() => this.#live.has(feedId));
  }

  /** Idempotent. */
  close(): void {
    this.#stop.splice(0).forEach((stop) => stop());
  }

  async #askWhere(): Promise<RequestOutput<'hall.follow'>> {
    for (;;) {
      try {
        return await this.#options.operator.request('hall.follow', { from: this.#hallAt });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'tooManyRequests') {
          throw error;
        }
        await pause(BUSY_PAUSE_MS);
      }
    }
  }

  async #follow(): Promise<void> {
    const { log, presence }: RequestOutput<'hall.follow'> = await this.#options.link.request('hall.follow', { from: this.#at });
    this.#note(presence);
    if (log.kind === 'entries') {
      this.#take(log.stretch);
    } else {
      this.#state = stateOf(log.state);
      this.#at = log.upTo;
    }
  }

  #take({ after, upTo, entries }: NoticeData<'log.appended'>): void {
    if (this.#at === null || upTo.sequence <= this.#at.sequence) {
      return;
    }
    if (after !== this.#at.sequence) {
      void this.#follow().catch(() => undefined);
      return;
    }
    this.#at = upTo;
    for (const entry of entries) {
      const event = eventOf(entry);
      this.#state = event === null ? this.#state : fold(this.#state, event);
    }
    if (entries.length > 0) {
      this.entries.push(...entries);
      this.#options.onEntries(entries);
    }
    this.#waiting.forEach((look) => look());
  }

  #note({ units = [], feeds = [] }: NoticeData<'presence.changed'>): void {
    units.forEach(({ unitId, online }) => (online ? this.#online.add(unitId) : this.#online.delete(unitId)));
    feeds.forEach(({ feedId, tracks }) => (tracks.some(({ kind }) => kind === 'video') ? this.#live.add(feedId) : this.#live.delete(feedId)));
    this.#waiting.forEach((look) => look());
  }

  #until(isThere: () => boolean): Promise<void> {
    if (isThere()) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new AppError('timedOut'));
      }, TOLD_WITHIN_MS);
      const look = () => {
        if (isThere()) {
          clearTimeout(timer);
          this.#waiting.delete(look);
          resolve();
        }
      };
      this.#waiting.add(look);
    });
  }
}
