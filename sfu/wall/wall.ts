import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { CourtCode, FeedId } from '#protocol/nouns/ids.ts';
import type { ScreenSize, SlotPresence } from '#protocol/wall/slots.ts';
import { sees } from '#domain/access/viewer.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { slotEvent, takeSlot, type SlotPlace } from '#domain/wall/decideSlot.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { News } from '../ports/news.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { createDrawings } from './commands/drawings.ts';
import { createWallCommands } from './commands/wallCommands.ts';
import { DeskBook } from './desks/deskBook.ts';
import { Hands } from './desks/hands.ts';
import { Sketches } from './desks/sketches.ts';
import { FeedPresence } from './feedPresence.ts';
import { readWallHistory } from './history/readWallHistory.ts';
import { Pointer } from './pointer.ts';
import { SlotWindows } from './slotWindows.ts';
import { dealtSlots } from './wallDeal.ts';

/** A unit that comes back within this time finds its place again, ms. */
const KEEP_FEED_MS = 60_000;
/** A window that reloads or a console that restarts keeps its slot's feeds for this long, ms. */
const KEEP_SLOT_MS = 10_000;
/** Changes that come together are dealt together, ms. */
const SETTLE_MS = 50;
/** Displays show their numbers for this long, ms. */
const IDENTIFIED_MS = 6_000;
/** The longest delay a Node timer takes, ms. */
const MAX_TIMER_MS = 2_147_483_647;

/** The hall's feeds, with word of every change of their media. */
type WallFeeds = Pick<Feeds, 'get' | 'courtOf'> & { onMedia(listener: (media: FeedMedia) => void): () => void };

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  readonly feeds: WallFeeds;
  readonly news: Pick<News, 'slotPresence'>;
  readonly now: () => number;
  readonly logger: Logger;
  readonly keepFeedMs?: number;
  readonly keepSlotMs?: number;
};

/** What each display of each court's wall shows: arranged by people, or dealt by the hall; the log is what it shows. */
export class Wall {
  readonly #options: Options;
  readonly #windows: SlotWindows;
  readonly #presence: FeedPresence;
  readonly #pointer = new Pointer();
  readonly #stopListening: readonly (() => void)[];
  readonly #underWay = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;
  #closed = false;
  readonly #desks = new DeskBook();
  readonly #hands: Hands;
  readonly handlers: HandlersOf<'wall'>;
  readonly drawings: HandlersOf<'drawing'>;

  private constructor(options: Options) {
    this.#options = options;
    this.#windows = new SlotWindows({ keepMs: options.keepSlotMs ?? KEEP_SLOT_MS });
    this.#presence = new FeedPresence({ keepMs: options.keepFeedMs ?? KEEP_FEED_MS });
    this.#stopListening = [
      options.feeds.onMedia((media) => this.#mediaChanged(media)),
      options.log.onStatus(({ writable }) => {
        if (writable) {
          this.#catchUp();
        }
      }),
    ];
    const hands = new Hands(this.#desks);
    this.#hands = hands;
    this.handlers = {
      ...createWallCommands({
        log: options.log,
        desks: this.#desks,
        change: (work) => (this.#closed ? Promise.reject(new AppError('closing')) : this.#track(work())),
        // The feeds of a slot that left the hall's hands go to the others, and one that came into them gets its share.
        onLayouts: () => this.#deal(),
      }),
      'wall.point': ({ unitId }, session) => {
        this.#pointer.point(unitId, session);
        return {};
      },
      'wall.identify': (_, { courtCode }) => {
        this.#desks.displaysOf(courtCode).forEach((display) => display.notify('wall.identified', { forMs: IDENTIFIED_MS }));
        return {};
      },
      'wall.showHand': ({ hand }, session) => {
        hands.show(hand, session);
        return {};
      },
      'wall.tellScreen': ({ screen }, session) => {
        this.#tellScreen(screen, session);
        return {};
      },
      'wall.history': (input, { courtCode }) => readWallHistory(options.journal, options.log.state, courtCode, input),
    };
    this.drawings = createDrawings({ log: options.log, sketches: new Sketches({ desks: this.#desks, now: options.now }) }).handlers;
  }

  static create(options: Options): Wall {
    const wall = new Wall(options);
    const now = options.now();
    for (const { courtCode, slotId, layout, placed } of options.log.state.slots.values()) {
      if (placed) {
        wall.#windows.expect({ courtCode, slotId }, now);
        for (const { content } of layout.mode === 'auto' ? layout.tiles : []) {
          if (content.kind === 'feed' && options.feeds.get(content.feedId) !== undefined) {
            wall.#presence.expect(content.feedId, now);
          }
        }
      }
    }
    wall.#dealBy(wall.#nextEndAt());
    return wall;
  }

  /** Every place that was ever taken, as followers start from them. */
  presences(): SlotPresence[] {
    return Array.from(this.#options.log.state.slots.values(), ({ courtCode, slotId }) => this.#presenceOf({ courtCode, slotId }));
  }

  /** To be told of every session that opens. */
  opened(session: Session): void {
    if (session.ended.aborted || this.#closed || (session.purpose !== 'desk' && session.purpose !== 'wall')) {
      return;
    }
    this.#desks.opened(session);
    this.#hands.opened(session);
    this.#pointer.show(session);
    this.#show(session);
  }

  /** A wall window shows its slot from now until its session ends; the first one makes the slot. */
  #show(session: Session): void {
    const { slotId, courtCode } = session;
    if (slotId === null) {
      return;
    }
    const place: SlotPlace = { courtCode, slotId };
    this.#windows.show(place, session);
    session.ended.addEventListener('abort', () => this.#hide(place, session), { once: true });
    this.#options.news.slotPresence(this.#presenceOf(place));
    this.#take(place, session);
    this.#deal();
  }

  /** Idempotent. Resolves when the changes under way are done; later ones are refused with `closing`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stopListening) {
      stop();
    }
    await Promise.allSettled(this.#underWay);
  }

  #hide(place: SlotPlace, session: Session): void {
    const leftEmpty = this.#windows.hide(place, session, this.#options.now());
    if (!this.#closed && leftEmpty) {
      this.#options.news.slotPresence(this.#presenceOf(place));
      this.#dealBy(this.#nextEndAt());
    }
  }

  #mediaChanged(media: FeedMedia): void {
    const now = this.#options.now();
    if (this.#options.feeds.get(media.feedId) === undefined) {
      // Its unit was revoked: nobody waits for it.
      this.#presence.forget(media.feedId);
      this.#dealBy(now + SETTLE_MS);
    } else if (this.#presence.update(media, now)) {
      this.#dealBy(now + SETTLE_MS);
    } else {
      this.#dealBy(this.#presence.nextEndAt());
    }
  }

  /** While the log could not be written the walls stood still: what came and went meanwhile is dealt now. */
  #catchUp(): void {
    for (const { place, session } of this.#windows.newest()) {
      this.#take(place, session);
    }
    this.#deal();
  }

  #take(place: SlotPlace, session: Session): void {
    const { actor, tokenId: via, clientName } = session;
    const deviceName = actor.kind === 'device' ? actor.name : clientName;
    this.#entered('slot not taken', this.#options.log.execute({
      commandId: null,
      name: 'slot.take',
      input: { slotId: place.slotId },
      actor,
      via,
      decide: (state) => takeSlot(state, place, deviceName),
    }));
  }

  #deal(): void {
    const now = this.#options.now();
    const retired = this.#windows.retired(now);
    const claimants = this.#presence.claimants(now);
    this.#entered('feeds not dealt', this.#options.log.execute({
      commandId: null,
      name: 'wall.deal',
      input: {},
      actor: { kind: 'hall' },
      via: null,
      decide: (state) => ({ events: this.#dealEvents(state, retired, claimants), answer: () => ({}) }),
    }));
    this.#dealBy(this.#nextEndAt());
  }

  /** Places that nobody shows any more are released, and the live feeds that each court sees go to the places left to the hall. */
  #dealEvents(state: HallState, retired: readonly SlotPlace[], claimants: readonly FeedId[]): NewEvent[] {
    const released = retired.filter((place) => state.slots.get(keyOf(place))?.placed === true);
    const placed = [...state.slots.values()].filter((slot) => slot.placed && !released.some((place) => keyOf(place) === keyOf(slot)));
    const dealt = [...Map.groupBy(placed, (slot) => slot.courtCode)].flatMap(([courtCode, slots]) =>
      dealtSlots(slots, claimants.filter((feedId) => this.#mayShow(courtCode, feedId))).map(({ slotId, layout }) => ({ place: { courtCode, slotId }, layout })));
    return [
      ...released.map((place) => slotEvent(place, { name: 'slot.released', data: {} })),
      ...dealt.map(({ place, layout }) => slotEvent(place, { name: 'slot.dealt', data: { layout } })),
    ];
  }

  #mayShow(courtCode: CourtCode, feedId: FeedId): boolean {
    const feedCourt = this.#options.feeds.courtOf(feedId);
    return feedCourt !== undefined && sees(courtCode, feedCourt) && this.#options.feeds.get(feedId) !== undefined;
  }

  #presenceOf({ courtCode, slotId }: SlotPlace): SlotPresence {
    const place = { courtCode, slotId };
    return { ...place, shown: this.#windows.isShown(place), screen: this.#windows.screenOf(place) };
  }

  #tellScreen(screen: ScreenSize, session: Session): void {
    const { slotId, courtCode } = session;
    if (slotId !== null && this.#windows.setScreen({ courtCode, slotId }, session, screen)) {
      this.#options.news.slotPresence(this.#presenceOf({ courtCode, slotId }));
    }
  }

  #nextEndAt(): number {
    return Math.min(this.#presence.nextEndAt(), this.#windows.nextEndAt());
  }

  #dealBy(at: number): void {
    if (this.#closed || at === Infinity || at >= this.#timerAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timerAt = Infinity;
      this.#deal();
    }, Math.min(MAX_TIMER_MS, Math.max(0, at - this.#options.now())));
  }

  /** What cannot be recorded does not happen: the wall stays as it is until the log can be written. */
  #entered(otherwise: string, change: Promise<unknown>): void {
    this.#track(change).catch((error: unknown) => this.#options.logger.warn({ err: error }, otherwise));
  }

  #track<Result>(change: Promise<Result>): Promise<Result> {
    this.#underWay.add(change);
    return change.finally(() => this.#underWay.delete(change));
  }
}

function keyOf({ courtCode, slotId }: SlotPlace): string {
  return `${courtCode}/${slotId}`;
}
