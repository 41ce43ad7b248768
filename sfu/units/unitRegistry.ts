import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { Logger } from 'pino';
import type { News } from '../ports/news.ts';
import type { Session } from '../ports/session.ts';
import type { UnitRecord, UnitStore } from '../ports/stores.ts';
import type { Units } from '../ports/units.ts';

/** How often the time of the last sign of life is made durable, ms. */
const SAVE_EVERY_MS = 30_000;

type Entry = {
  readonly record: UnitRecord;
  readonly telemetryIndex: number;
  session: Session | null;
  lastSeenAt: number | null;
  savedSeenAt: number | null;
};

/** Enrolled units and who of them is here now. */
export class UnitRegistry implements Units {
  readonly #store: UnitStore;
  readonly #news: News;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #entries = new Map<UnitId, Entry>();
  readonly #timer: NodeJS.Timeout;

  private constructor(options: { store: UnitStore; news: News; log: Logger; now: () => number }) {
    this.#store = options.store;
    this.#news = options.news;
    this.#log = options.log;
    this.#now = options.now;
    this.#timer = setInterval(() => void this.#saveAll(), SAVE_EVERY_MS);
  }

  static async create(options: { store: UnitStore; news: News; log: Logger; now: () => number }): Promise<UnitRegistry> {
    const registry = new UnitRegistry(options);
    for (const record of await options.store.list()) {
      registry.#add(record);
    }
    return registry;
  }

  /** Finds a unit, also one that was enrolled by another process since the hall started. */
  async find(unitId: UnitId): Promise<Unit | undefined> {
    if (!this.#entries.has(unitId)) {
      const record = await this.#store.find(unitId);
      if (record !== undefined && !this.#entries.has(unitId)) {
        this.#news.unitChanged(unitOf(this.#add(record)));
      }
    }
    return this.get(unitId);
  }

  get(unitId: UnitId): Unit | undefined {
    const entry = this.#entries.get(unitId);
    return entry && unitOf(entry);
  }

  list(): Unit[] {
    return Array.from(this.#entries.values(), unitOf);
  }

  sessionOf(unitId: UnitId): Session | undefined {
    return this.#entries.get(unitId)?.session ?? undefined;
  }

  heard(unitId: UnitId): void {
    const entry = this.#entries.get(unitId);
    if (entry !== undefined) {
      entry.lastSeenAt = this.#now();
    }
  }

  /** The unit is here from now until its session ends. A later session takes the place of an earlier one. */
  arrived(session: Session): void {
    const entry = session.unitId === null ? undefined : this.#entries.get(session.unitId);
    if (entry === undefined) {
      return;
    }
    entry.session = session;
    entry.lastSeenAt = this.#now();
    session.ended.addEventListener('abort', () => this.#left(entry, session), { once: true });
    this.#news.unitChanged(unitOf(entry));
    void this.#save(entry);
  }

  /** Idempotent. Resolves when the last signs of life are durable. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saveAll();
  }

  #left(entry: Entry, session: Session): void {
    if (entry.session !== session) {
      return;
    }
    entry.session = null;
    entry.lastSeenAt = this.#now();
    this.#news.unitChanged(unitOf(entry));
    void this.#save(entry);
  }

  #add(record: UnitRecord): Entry {
    const entry: Entry = {
      record,
      telemetryIndex: this.#entries.size + 1,
      session: null,
      lastSeenAt: record.lastSeenAt,
      savedSeenAt: record.lastSeenAt,
    };
    this.#entries.set(record.unitId, entry);
    return entry;
  }

  async #saveAll(): Promise<void> {
    await Promise.all(Array.from(this.#entries.values(), (entry) => this.#save(entry)));
  }

  async #save(entry: Entry): Promise<void> {
    const { lastSeenAt } = entry;
    if (lastSeenAt === null || lastSeenAt === entry.savedSeenAt) {
      return;
    }
    entry.savedSeenAt = lastSeenAt;
    try {
      await this.#store.setLastSeen(entry.record.unitId, lastSeenAt);
    } catch (error) {
      entry.savedSeenAt = null;
      this.#log.error({ err: error, unitId: entry.record.unitId }, 'last sign of life not saved');
    }
  }
}

function unitOf({ record, telemetryIndex, session, lastSeenAt }: Entry): Unit {
  const { unitId, name, teamName, courtCode, courtName, kind } = record;
  return { unitId, name, teamName, courtCode, courtName, kind, telemetryIndex, online: session !== null, lastSeenAt };
}
