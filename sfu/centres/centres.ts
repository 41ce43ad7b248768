import type { TileReport } from '#protocol/nouns/diagnostics.ts';
import { DUTY_POSTS, type CentrePresence } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { News } from '../ports/news.ts';
import type { Session } from '../ports/session.ts';
import { CentreEntries } from './centreEntries.ts';

/** The declared time: a centre whose desks have all been away for longer is lost, ms. */
const LOST_AFTER_MS = 15_000;
/** How often what the tiles show is looked at, ms of real time: pictures live in it. */
const TILES_EVERY_MS = 2_000;

/** What a window said of its tiles last. */
type CourtWindow = { readonly courtCode: CourtCode; readonly tiles: readonly Pick<TileReport, 'feedId' | 'state'>[] };

type Options = {
  readonly log: HallLog;
  readonly news: Pick<News, 'centrePresence'>;
  readonly windows: () => readonly CourtWindow[];
  readonly clock: HallClock;
  readonly lostAfterMs?: number;
};

/** One court's centre since somebody of it came. */
type Centre = {
  readonly desks: Set<Session>;
  readonly walls: Set<Session>;
  /** Somebody was at a desk, and the declared time of their absence is not over. */
  here: boolean;
  /** When the last desk went; null while one is here, and before the first. */
  leftAt: number | null;
  /** Undoes the loss that is about to come. */
  keep: () => void;
  presence: CentrePresence;
};

/** Presence and health of each court's command centre. */
export class Centres {
  readonly #options: Options;
  readonly #lostAfterMs: number;
  readonly #startedAt: number;
  readonly #centres = new Map<CourtCode, Centre>();
  readonly #entries: CentreEntries;
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#lostAfterMs = options.lostAfterMs ?? LOST_AFTER_MS;
    this.#startedAt = options.clock.now();
    this.#entries = new CentreEntries(options.log);
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
    this.#timer = setInterval(() => this.#lookAtTiles(), TILES_EVERY_MS);
  }

  static create(options: Options): Centres {
    return new Centres(options);
  }

  /** Every court of the register, and whoever else has come. */
  presences(): CentrePresence[] {
    const courtCodes = new Set([...this.#options.log.state.courts.keys(), ...this.#centres.keys()]);
    return Array.from(courtCodes, (courtCode) => this.#centres.get(courtCode)?.presence ?? this.#absent(courtCode));
  }

  /** To be told of every session that opens: desks and walls make up a centre. */
  opened(session: Session): void {
    const { courtCode, purpose } = session;
    if (this.#closed || session.ended.aborted || (purpose !== 'desk' && purpose !== 'wall')) {
      return;
    }
    const centre = this.#centreOf(courtCode);
    const windows = purpose === 'desk' ? centre.desks : centre.walls;
    windows.add(session);
    session.ended.addEventListener('abort', () => this.#left(courtCode, windows, session), { once: true });
    if (purpose === 'desk') {
      centre.keep();
      if (centre.presence.state === 'lost') {
        this.#entries.add({ name: 'centre.returned', subject: `centre/${courtCode}`, courtCode, data: {} });
      }
      centre.here = true;
      centre.leftAt = null;
    }
    this.#update(courtCode);
  }

  /** Idempotent. From here on nobody's going is a loss: the hall itself stops. Resolves when the entries under way are done. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#stopListening();
    for (const { keep } of this.#centres.values()) {
      keep();
    }
    await this.#entries.close();
  }

  #left(courtCode: CourtCode, windows: Set<Session>, session: Session): void {
    windows.delete(session);
    if (this.#closed) {
      return;
    }
    const centre = this.#centreOf(courtCode);
    if (centre.here && centre.desks.size === 0 && centre.leftAt === null) {
      centre.leftAt = this.#options.clock.now();
      centre.keep = this.#options.clock.at(centre.leftAt + this.#lostAfterMs, () => this.#lose(courtCode));
    }
    this.#update(courtCode);
  }

  #lose(courtCode: CourtCode): void {
    const centre = this.#centreOf(courtCode);
    const lastSeenAt = centre.leftAt ?? this.#options.clock.now();
    centre.here = false;
    this.#entries.add({ name: 'centre.lost', subject: `centre/${courtCode}`, courtCode, data: { lastSeenAt } });
    this.#update(courtCode);
  }

  #appended({ entries }: Appended): void {
    for (const courtCode of new Set(entries.filter(({ name }) => name.startsWith('duty.')).map((entry) => entry.courtCode))) {
      if (this.#centres.has(courtCode)) {
        this.#update(courtCode);
      }
    }
    for (const { name, courtCode } of entries) {
      if (name === 'court.registered') {
        this.#options.news.centrePresence(this.#centres.get(courtCode)?.presence ?? this.#absent(courtCode));
      }
    }
  }

  #lookAtTiles(): void {
    for (const courtCode of this.#centres.keys()) {
      this.#update(courtCode);
    }
  }

  /** Works the presence out anew, and tells it if it changed. */
  #update(courtCode: CourtCode): void {
    const centre = this.#centreOf(courtCode);
    const before = centre.presence;
    const state = this.#stateOf(courtCode, centre);
    const sinceAt = state === before.state ? before.sinceAt : this.#options.clock.now();
    const wanted = this.#options.windows().filter((window) => window.courtCode === courtCode).flatMap(({ tiles }) => tiles.filter(({ feedId }) => feedId !== null));
    const after: CentrePresence = {
      courtCode,
      state,
      sinceAt,
      desks: centre.desks.size,
      walls: centre.walls.size,
      tiles: wanted.length,
      staleTiles: wanted.filter((tile) => tile.state !== 'live').length,
    };
    if (!samePresence(before, after)) {
      centre.presence = after;
      this.#options.news.centrePresence(after);
    }
  }

  #stateOf(courtCode: CourtCode, centre: Centre): CentrePresence['state'] {
    if (!centre.here) {
      return centre.leftAt === null ? 'absent' : 'lost';
    }
    const { duty } = this.#options.log.state;
    return DUTY_POSTS.some((post) => duty.get(`${courtCode}/${post}`)?.holder) ? 'staffed' : 'connected';
  }

  #centreOf(courtCode: CourtCode): Centre {
    const known = this.#centres.get(courtCode);
    if (known !== undefined) {
      return known;
    }
    const centre: Centre = { desks: new Set(), walls: new Set(), here: false, leftAt: null, keep: () => {}, presence: this.#absent(courtCode) };
    this.#centres.set(courtCode, centre);
    return centre;
  }

  #absent(courtCode: CourtCode): CentrePresence {
    return { courtCode, state: 'absent', sinceAt: this.#startedAt, desks: 0, walls: 0, tiles: 0, staleTiles: 0 };
  }
}

function samePresence(left: CentrePresence, right: CentrePresence): boolean {
  return left.state === right.state
    && left.desks === right.desks
    && left.walls === right.walls
    && left.tiles === right.tiles
    && left.staleTiles === right.staleTiles;
}
