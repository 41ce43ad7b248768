import type { Logger } from 'pino';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { FeedId, SessionId, SlotId } from '#protocol/nouns/ids.ts';
import type { Feed } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { News } from '../ports/news.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { SlotRecord, WallStore } from '../ports/stores.ts';
import { FeedPresence } from './feedPresence.ts';
import { dealtSlots } from './wallDeal.ts';

/** A unit that comes back within this time finds its place again, ms. */
const KEEP_FEED_MS = 60_000;
/** A window that reloads or a console that restarts keeps its slot's feeds for this long, ms. */
const KEEP_SLOT_MS = 10_000;
/** Changes that come together are dealt together, ms. */
const SETTLE_MS = 50;
const KEEP_COMMANDS_MS = 86_400_000;
/** The longest delay a Node timer takes, ms. */
const MAX_TIMER_MS = 2_147_483_647;

type Options = {
  readonly store: WallStore;
  readonly feeds: Pick<Feeds, 'get'>;
  readonly news: Pick<News, 'wallChanged'>;
  readonly log: Logger;
  readonly now: () => number;
  readonly keepFeedMs?: number;
  readonly keepSlotMs?: number;
};

/** What each display of the wall shows. One change at a time; what a dispatcher set is durable before it is answered. */
export class Wall {
  readonly #options: Options;
  readonly #keepSlotMs: number;
  readonly #slots = new Map<SlotId, SlotRecord>();
  /** Windows that show the slot now. */
  readonly #windows = new Map<SlotId, Set<SessionId>>();
  /** Since when nobody shows a slot that still counts as placed. */
  readonly #leftAt = new Map<SlotId, number>();
  readonly #presence: FeedPresence;
  #queue: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #closed = false;
  readonly handlers: HandlersOf<'wall'>;

  private constructor(options: Options) {
    this.#options = options;
    this.#keepSlotMs = options.keepSlotMs ?? KEEP_SLOT_MS;
    this.#presence = new FeedPresence({ keepMs: options.keepFeedMs ?? KEEP_FEED_MS });
    this.handlers = { 'wall.setSlot': (data) => this.#inTurn(() => this.#setSlot(data)) };
  }

  static async create(options: Options): Promise<Wall> {
    const wall = new Wall(options);
    const now = options.now();
    await options.store.forgetCommandsBefore(now - KEEP_COMMANDS_MS);
    for (const slot of await options.store.list()) {
      wall.#slots.set(slot.slotId, slot);
      if (slot.placed) {
        wall.#leftAt.set(slot.slotId, now);
        for (const { feedId } of slot.mode === 'auto' ? slot.tiles : []) {
          if (feedId !== null && options.feeds.get(feedId) !== undefined) {
            wall.#presence.expect(feedId, now);
          }
        }
      }
    }
    wall.#dealBy(now + wall.#keepSlotMs);
    return wall;
  }

  list(): WallSlot[] {
    return Array.from(this.#slots.values(), (slot) => this.#wireOf(slot));
  }

  /** A wall window shows its slot from now until its session ends; the first one makes the slot. */
  show(session: Session): void {
    const { slotId, sessionId } = session;
    if (slotId === null || session.ended.aborted || this.#closed) {
      return;
    }
    const windows = this.#windows.get(slotId) ?? new Set();
    this.#windows.set(slotId, windows.add(sessionId));
    this.#leftAt.delete(slotId);
    session.ended.addEventListener('abort', () => this.#hide(slotId, sessionId), { once: true });
    void this.#inTurn(() => this.#place(slotId)).catch((error: unknown) => {
      this.#options.log.error({ err: error, slotId }, 'slot not placed');
    });
  }

  /** To be told of every change of a feed. */
  feedChanged(feed: Feed): void {
    const now = this.#options.now();
    if (this.#presence.update(feed, now)) {
      this.#dealBy(now + SETTLE_MS);
    } else {
      this.#dealBy(this.#presence.nextEndAt());
    }
  }

  /** Idempotent. Resolves when the change under way is done; later ones are refused with `closing`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#queue.catch(() => undefined);
  }

  async #setSlot(data: RequestData<'wall.setSlot'>): Promise<RequestOutput<'wall.setSlot'>> {
    const { commandId, slotId, expectedVersion, mode, columns, rows, tiles } = data;
    const answered = await this.#options.store.answerOf(commandId);
    if (answered !== undefined) {
      return { slot: this.#wireOf(answered) };
    }
    const before = this.#slots.get(slotId);
    if (before === undefined) {
      throw new AppError('notFound', { params: { what: 'slot', id: slotId } });
    }
    if (before.version !== expectedVersion) {
      throw new AppError('conflict', { params: { version: before.version } });
    }
    if (tiles.length !== columns * rows) {
      throw new AppError('badInput', { params: { path: 'tiles' }, detail: 'tiles must be columns × rows' });
    }
    const missing = tiles.find(({ feedId }) => feedId !== null && this.#options.feeds.get(feedId) === undefined);
    if (missing !== undefined) {
      throw new AppError('notFound', { params: { what: 'feed', id: String(missing.feedId) } });
    }
    const asked: SlotRecord = { ...before, mode, columns, rows, tiles };
    const others = dealtSlots(new Map(this.#slots).set(slotId, asked).values(), this.#claimants());
    const answer = others.find((slot) => slot.slotId === slotId) ?? { ...asked, version: before.version + 1 };
    const slots = [answer, ...others.filter((slot) => slot.slotId !== slotId)];
    await this.#options.store.commit({ slots, command: { commandId, slotId, at: this.#options.now(), answer } });
    this.#apply(slots);
    return { slot: this.#wireOf(answer) };
  }

  async #place(slotId: SlotId): Promise<void> {
    const before = this.#slots.get(slotId);
    const slot: SlotRecord = before === undefined
      ? { slotId, mode: 'auto', columns: 1, rows: 1, tiles: [{ feedId: null }], version: 0, placed: true }
      : { ...before, placed: true };
    const dealt = dealtSlots(new Map(this.#slots).set(slotId, slot).values(), this.#claimants());
    const own = dealt.find((other) => other.slotId === slotId);
    await this.#keep([own ?? slot, ...dealt.filter((other) => other.slotId !== slotId)]);
  }

  async #deal(): Promise<void> {
    const now = this.#options.now();
    const retired = Array.from(this.#leftAt)
      .filter(([slotId, leftAt]) => leftAt + this.#keepSlotMs <= now && this.#slots.get(slotId)?.placed === true)
      .map(([slotId]) => slotId);
    const slots = new Map(this.#slots);
    for (const slot of this.#slots.values()) {
      if (retired.includes(slot.slotId)) {
        slots.set(slot.slotId, { ...slot, placed: false });
        this.#leftAt.delete(slot.slotId);
      }
    }
    const dealt = dealtSlots(slots.values(), this.#claimants());
    const changed = [...dealt, ...retired.flatMap((slotId) => slots.get(slotId) ?? [])];
    if (changed.length > 0) {
      await this.#keep(changed);
    }
    this.#dealBy(Math.min(this.#presence.nextEndAt(), ...Array.from(this.#leftAt.values(), (leftAt) => leftAt + this.#keepSlotMs)));
  }

  /** What the hall itself decides is shown even when it cannot be stored: a full disk must not darken the wall. */
  async #keep(slots: readonly SlotRecord[]): Promise<void> {
    try {
      await this.#options.store.commit({ slots });
    } catch (error) {
      this.#options.log.error({ err: error }, 'wall not saved');
    }
    this.#apply(slots);
  }

  #apply(slots: readonly SlotRecord[]): void {
    for (const slot of slots) {
      this.#slots.set(slot.slotId, slot);
      this.#options.news.wallChanged(this.#wireOf(slot));
    }
  }

  #hide(slotId: SlotId, sessionId: SessionId): void {
    const windows = this.#windows.get(slotId);
    windows?.delete(sessionId);
    if (this.#closed || windows === undefined || windows.size > 0) {
      return;
    }
    const now = this.#options.now();
    this.#leftAt.set(slotId, now);
    const slot = this.#slots.get(slotId);
    if (slot !== undefined) {
      this.#options.news.wallChanged(this.#wireOf(slot));
    }
    this.#dealBy(now + this.#keepSlotMs);
  }

  #claimants(): FeedId[] {
    return this.#presence.claimants(this.#options.now());
  }

  #wireOf({ slotId, mode, columns, rows, tiles, version }: SlotRecord): WallSlot {
    return { slotId, mode, columns, rows, tiles, version, shown: (this.#windows.get(slotId)?.size ?? 0) > 0 };
  }

  #dealBy(at: number): void {
    if (this.#closed || at === Infinity || at >= this.#timerAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, at - this.#options.now()));
    this.#timer = setTimeout(() => {
      this.#timerAt = Infinity;
      this.#inTurn(() => this.#deal()).catch((error: unknown) => this.#options.log.error({ err: error }, 'feeds not dealt'));
    }, delayMs);
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(() => {
      if (this.#closed) {
        throw new AppError('closing');
      }
      return change();
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
