import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry, LogPosition, LogStatus } from '#protocol/nouns/log.ts';
import type { UnitPresence } from '#protocol/nouns/units.ts';
import type { SlotPresence } from '#protocol/wall/slots.ts';
import type { HallLog } from '../ports/log.ts';
import type { News } from '../ports/news.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { Audience, audienceKey, Stretches, wireOf, type Follower, type Post } from './audience.ts';
import { Postbox } from './postbox.ts';
import { PresenceBook, visiblePresence, type Present } from './presenceBook.ts';

export type HallLimits = {
  /** Followers are told at most this often, ms; less often when telling them takes long. */
  readonly tellEveryMs: number;
  /** Followers hear this often that they are up to date, ms, though they may see none of what happens. */
  readonly placeEveryMs: number;
  /** Slow followers are looked at this often, ms. */
  readonly lookEveryMs: number;
  /** A follower with more than this waiting in its socket is told nothing more until it has read, bytes. */
  readonly slowAboveBytes: number;
  /** A follower that is slow for longer is sent away, ms. */
  readonly slowForMs: number;
  /** Entries that are worth sending one by one; who misses more starts from a snapshot. */
  readonly maxMissed: number;
};

export const HALL_LIMITS: HallLimits = {
  tellEveryMs: 20,
  placeEveryMs: 1_000,
  lookEveryMs: 250,
  slowAboveBytes: 256 * 1024,
  slowForMs: 30_000,
  maxMissed: 5_000,
};

/** Telling takes at most about a third of the time, so that the hall does its work however many follow. */
const REST_FACTOR = 2;
const MAX_REST_MS = 500;

type Options = {
  readonly log: Pick<HallLog, 'state' | 'position' | 'status' | 'onAppended' | 'onStatus' | 'since'>;
  readonly present: Present;
  /** Sends a session away that cannot keep up. */
  readonly sendAway: (session: Session) => void;
  readonly now: () => number;
  readonly limits?: Partial<HallLimits>;
};

/** Tells everyone who follows the hall what they may see of what happens. */
export class Hall implements News {
  readonly handlers: HandlersOf<'hall'>;
  readonly #options: Options;
  readonly #limits: HallLimits;
  readonly #audiences = new Map<string, Audience>();
  readonly #followers = new Map<Session, Follower>();
  readonly #news: PresenceBook;
  readonly #postbox: Postbox;
  readonly #post: Post = (follower, text) => this.#postbox.post(follower, text);
  readonly #undo: (() => void)[];
  #entries: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #toldAt = 0;
  #restMs = 0;
  #placeToldAt = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#limits = { ...HALL_LIMITS, ...options.limits };
    this.#news = new PresenceBook({ onNews: () => this.#tellSoon() });
    this.#postbox = new Postbox({ onEmpty: (busyMs) => this.#told(busyMs) });
    this.handlers = { 'hall.follow': (data, session) => this.#follow(data, session) };
    const looking = setInterval(() => this.#look(), this.#limits.lookEveryMs);
    this.#undo = [
      options.log.onAppended(({ entries }) => this.#appended(entries)),
      options.log.onStatus((status) => this.#statusChanged(status)),
      () => clearInterval(looking),
    ];
  }

  get followerCount(): number {
    return this.#followers.size;
  }

  unitPresence(courtCode: CourtCode, presence: UnitPresence): void {
    this.#news.unitPresence(courtCode, presence);
  }

  feedMedia(courtCode: CourtCode, media: FeedMedia): void {
    this.#news.feedMedia(courtCode, media);
  }

  slotPresence(presence: SlotPresence): void {
    this.#news.slotPresence(presence);
  }

  centrePresence(presence: CentrePresence): void {
    this.#news.centrePresence(presence);
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) {
      undo();
    }
    clearTimeout(this.#timer);
    this.#postbox.close();
    this.#followers.clear();
    this.#audiences.clear();
  }

  /**
   * The state is read and the follower added in one turn, and the answer is written in that turn too:
   * nothing can be told before it or be missed after it.
   */
  #follow({ from }: RequestData<'hall.follow'>, session: Session): RequestOutput<'hall.follow'> {
    this.#tell();
    const { log, present } = this.#options;
    const audience = this.#audienceOf(session);
    const told = log.position;
    if (!session.ended.aborted) {
      this.#add({ session, told, slowSince: null, missedPresence: false, left: false }, audience);
    }
    const missed = from === null ? null : this.#missed(from);
    return {
      log: from === null || missed === null
        ? { kind: 'snapshot', upTo: placeOf(told), state: audience.snapshot(log.state) }
        : { kind: 'entries', stretch: { after: from.sequence, upTo: placeOf(told), entries: audience.visible(missed).map(wireOf) } },
      presence: visiblePresence(present, session),
      status: log.status,
    };
  }

  #audienceOf(session: Session): Audience {
    const key = audienceKey(session);
    const audience = this.#audiences.get(key) ?? new Audience(session, this.#post);
    this.#audiences.set(key, audience);
    return audience;
  }

  #add(follower: Follower, audience: Audience): void {
    const { session } = follower;
    const before = this.#followers.get(session);
    if (before === undefined) {
      session.ended.addEventListener('abort', () => this.#remove(session, audience), { once: true });
    } else {
      before.left = true;
      audience.followers.delete(before);
    }
    audience.followers.add(follower);
    this.#followers.set(session, follower);
  }

  #remove(session: Session, audience: Audience): void {
    const follower = this.#followers.get(session);
    this.#followers.delete(session);
    if (follower !== undefined) {
      follower.left = true;
      audience.followers.delete(follower);
    }
    if (audience.followers.size === 0) {
      this.#audiences.delete(audienceKey(session));
    }
  }

  /** Null when a snapshot says it better, or is all there is. */
  #missed(from: LogPosition): readonly Entry[] | null {
    const missed = this.#options.log.since(from);
    return missed === null || missed.length > this.#limits.maxMissed ? null : missed;
  }

  #appended(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
    }
    this.#tellSoon();
  }

  #statusChanged(status: LogStatus): void {
    const text = JSON.stringify({ notice: 'log.statusChanged', data: status });
    for (const { session } of this.#followers.values()) {
      session.write(text);
    }
  }

  #tellSoon(): void {
    if (this.#postbox.isEmpty) {
      this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, this.#toldAt + this.#restMs - this.#options.now()));
    }
  }

  /** Chooses and writes now what everyone is to be told; it goes out in slices. */
  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#entries.length === 0 && this.#news.isEmpty) {
      return;
    }
    const tidings = { entries: this.#entries, upTo: placeOf(this.#options.log.position), present: this.#news.take() };
    this.#entries = [];
    this.#noteSlow();
    const texts = new Map<Entry, string>();
    const textOf = (entry: Entry): string => {
      const text = texts.get(entry) ?? JSON.stringify(wireOf(entry));
      texts.set(entry, text);
      return text;
    };
    for (const audience of this.#audiences.values()) {
      audience.tell(tidings, textOf);
    }
    if (this.#postbox.isEmpty) {
      this.#told(0);
    }
  }

  #told(busyMs: number): void {
    this.#toldAt = this.#options.now();
    this.#restMs = Math.min(MAX_REST_MS, Math.max(this.#limits.tellEveryMs, REST_FACTOR * busyMs));
    if (this.#entries.length > 0 || !this.#news.isEmpty) {
      this.#tellSoon();
    }
  }

  #noteSlow(): void {
    for (const follower of this.#followers.values()) {
      if (follower.slowSince === null && follower.session.bufferedBytes > this.#limits.slowAboveBytes) {
        follower.slowSince = this.#options.now();
        follower.session.log.info('a follower is slow and is told nothing until it has read');
      }
    }
  }

  #look(): void {
    const now = this.#options.now();
    for (const follower of this.#followers.values()) {
      if (follower.slowSince !== null) {
        this.#lookAfter(follower, now - follower.slowSince);
      }
    }
    if (now - this.#placeToldAt >= this.#limits.placeEveryMs) {
      this.#placeToldAt = now;
      this.#tell();
      const upTo = placeOf(this.#options.log.position);
      for (const audience of this.#audiences.values()) {
        audience.tellPlace(upTo);
      }
    }
  }

  #lookAfter(follower: Follower, slowMs: number): void {
    const { session } = follower;
    if (session.bufferedBytes > this.#limits.slowAboveBytes / 2) {
      if (slowMs > this.#limits.slowForMs) {
        this.#options.sendAway(session);
      }
      return;
    }
    this.#tell();
    const missed = this.#missed(follower.told);
    if (missed === null) {
      this.#options.sendAway(session);
      return;
    }
    follower.slowSince = null;
    const { log, present } = this.#options;
    if (missed.length > 0) {
      new Stretches(this.#audienceOf(session).visible(missed).map((entry) => JSON.stringify(wireOf(entry))), placeOf(log.position)).tell(follower, this.#post);
    }
    if (follower.missedPresence) {
      follower.missedPresence = false;
      this.#post(follower, JSON.stringify({ notice: 'presence.changed', data: visiblePresence(present, session) }));
    }
  }
}

function placeOf({ sequence, hash }: LogPosition): LogPosition {
  return { sequence, hash };
}
