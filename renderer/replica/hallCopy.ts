import { courtName } from '#domain/courts/courtName.ts';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, stateOf, type HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { nounOf } from '#domain/access/viewer.ts';
import type { NoticeData } from '#protocol/contract.ts';
import { eventOf, type HallEvent } from '#protocol/events.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { Feed, FeedMedia } from '#protocol/media/feeds.ts';
import type { HallSnapshot, Presence } from '#protocol/nouns/hall.ts';
import type { CourtCode, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { LogPosition, WireEntry } from '#protocol/nouns/log.ts';
import type { Unit, UnitPresence } from '#protocol/nouns/units.ts';
import type { SlotPresence, WallSlot } from '#protocol/wall/slots.ts';
import type { HallState } from './hallReplica.ts';
import { reread } from './sameRecord.ts';

export type LogStretch = NoticeData<'log.appended'>;
type PresenceChange = NoticeData<'presence.changed'>;
export type HallMaps = Pick<HallState, 'log' | 'position' | 'units' | 'feeds' | 'wall' | 'centres'>;

/** Stands for a unit that the hall has not told anything about yet; no frame of the hall carries it. */
const NO_INDEX = 0xffff_ffff;

/** What has to be read anew. */
type Touched = { readonly units: Set<UnitId>; readonly feeds: Set<FeedId>; readonly slots: Set<string>; readonly centres: Set<CourtCode> };

/** Log and presence put together, so that each of the maps that people see changes only where something happened. */
export class HallCopy {
  #maps: HallMaps = { log: EMPTY_STATE, position: null, units: new Map(), feeds: new Map(), wall: new Map(), centres: new Map() };
  #court: CourtCode | null = null;
  #units = new Map<UnitId, UnitPresence>();
  #feeds = new Map<FeedId, FeedMedia>();
  #slots = new Map<string, SlotPresence>();
  #centres = new Map<CourtCode, CentrePresence>();
  readonly #onUnreadable: (entry: WireEntry, cause: unknown) => void;

  /** `onUnreadable`: an entry of a known name whose data does not fit; it is passed over. */
  constructor(onUnreadable: (entry: WireEntry, cause: unknown) => void) {
    this.#onUnreadable = onUnreadable;
  }

  get maps(): HallMaps {
    return this.#maps;
  }

  get position(): LogPosition | null {
    return this.#maps.position;
  }

  /** Whose wall is one's own. */
  setCourt(courtCode: CourtCode): void {
    if (courtCode !== this.#court) {
      this.#court = courtCode;
      this.#reread(this.#everything());
    }
  }

  /** Takes the place of everything that was known of the log. */
  takeSnapshot(snapshot: HallSnapshot, upTo: LogPosition): void {
    const before = this.#everything();
    this.#maps = { ...this.#maps, log: stateOf(snapshot), position: upTo };
    this.#reread(before);
    this.#reread(this.#everything());
  }

  /** The entries that were new, in order; null when some are missing in between. */
  takeStretch({ after, upTo, entries }: LogStretch): readonly WireEntry[] | null {
    const { position } = this.#maps;
    if (position === null || after > position.sequence) {
      return null;
    }
    if (upTo.sequence <= position.sequence) {
      return [];
    }
    const fresh = entries.filter((entry) => entry.sequence > position.sequence);
    const touched = nothing();
    let { log } = this.#maps;
    for (const entry of fresh) {
      const event = this.#read(entry);
      if (event !== null) {
        const before = log;
        log = fold(log, event);
        touch(touched, event, { before, log });
      }
    }
    this.#maps = { ...this.#maps, log, position: upTo };
    this.#reread(touched);
    return fresh;
  }

  /** Takes the place of everything that was known of who and what is here. */
  takeAllPresence(presence: Presence): void {
    const before = this.#everything();
    this.#units = new Map();
    this.#feeds = new Map();
    this.#slots = new Map();
    this.#centres = new Map();
    this.#keep(presence);
    this.#reread(before);
    this.#reread(this.#everything());
  }

  takePresence(presence: PresenceChange): void {
    this.#keep(presence);
    this.#reread({
      units: new Set(presence.units?.map(({ unitId }) => unitId)),
      feeds: new Set(presence.feeds?.map(({ feedId }) => feedId)),
      slots: new Set(presence.slots?.map(slotKey)),
      centres: new Set(presence.centres?.map(({ courtCode }) => courtCode)),
    });
  }

  #keep(presence: PresenceChange): void {
    presence.units?.forEach((unit) => this.#units.set(unit.unitId, unit));
    presence.feeds?.forEach((feed) => this.#feeds.set(feed.feedId, feed));
    presence.slots?.forEach((slot) => this.#slots.set(slotKey(slot), slot));
    presence.centres?.forEach((centre) => this.#centres.set(centre.courtCode, centre));
  }

  #read(entry: WireEntry): HallEvent | null {
    try {
      return eventOf(entry);
    } catch (cause) {
      this.#onUnreadable(entry, cause);
      return null;
    }
  }

  #everything(): Touched {
    const { log } = this.#maps;
    return {
      units: new Set(log.units.keys()),
      feeds: new Set(log.feeds.keys()),
      slots: new Set(log.slots.keys()),
      centres: new Set(this.#centres.keys()),
    };
  }

  #reread(touched: Touched): void {
    const { units, feeds, wall, centres } = this.#maps;
    this.#maps = {
      ...this.#maps,
      units: reread(units, touched.units, (unitId) => this.#unitOf(unitId)),
      feeds: reread(feeds, touched.feeds, (feedId) => this.#feedOf(feedId)),
      wall: reread(wall, this.#ownSlots(touched.slots), (slotId) => this.#slotOf(slotId)),
      centres: reread(centres, touched.centres, (courtCode) => this.#centres.get(courtCode)),
    };
  }

  #unitOf(unitId: UnitId): Unit | undefined {
    const { log } = this.#maps;
    const record = log.units.get(unitId);
    if (record?.state !== 'enrolled') {
      return undefined;
    }
    const { courtCode, name, teamName, kind } = record;
    const presence = this.#units.get(unitId) ?? { unitId, telemetryIndex: NO_INDEX, online: false, lastSeenAt: null };
    return { courtCode, name, teamName, kind, ...presence, courtName: courtName(log.courts, courtCode) };
  }

  #feedOf(feedId: FeedId): Feed | undefined {
    const record = this.#maps.log.feeds.get(feedId);
    if (record === undefined) {
      return undefined;
    }
    const { unitId, label, recorded } = record;
    return { unitId, label, ...(recorded === undefined ? {} : { recorded }), ...(this.#feeds.get(feedId) ?? { feedId, tracks: [], generation: 0, sinceAt: 0 }) };
  }

  #slotOf(slotId: SlotId): WallSlot | undefined {
    const key = `${this.#court}/${slotId}`;
    const record = this.#maps.log.slots.get(key);
    const { shown, screen } = this.#slots.get(key) ?? { shown: false, screen: null };
    return record && { ...record, shown, screen };
  }

  /** Slots on the map are read too: those of a former court leave it. */
  *#ownSlots(keys: Iterable<string>): Iterable<SlotId> {
    for (const key of keys) {
      const [court, slotId] = key.split('/');
      if (court === this.#court || this.#maps.wall.has(slotId as SlotId)) {
        yield slotId as SlotId;
      }
    }
  }
}

function nothing(): Touched {
  return { units: new Set(), feeds: new Set(), slots: new Set(), centres: new Set() };
}

function touch(touched: Touched, event: HallEvent, { before, log }: { readonly before: FoldedState; readonly log: FoldedState }): void {
  switch (nounOf(event.name)) {
    case 'unit':
      touched.units.add(idOf(event.subject) as UnitId);
      break;
    case 'feed':
      touched.feeds.add(idOf(event.subject) as FeedId);
      break;
    case 'slot':
      touched.slots.add(idOf(event.subject));
      break;
    case 'wall':
      for (const [key, slot] of log.slots) {
        if (slot !== before.slots.get(key)) {
          touched.slots.add(key);
        }
      }
      break;
    case 'court':
      // Units are shown with their court's name.
      for (const { unitId, courtCode } of log.units.values()) {
        if (courtCode === event.courtCode) {
          touched.units.add(unitId);
        }
      }
      break;
    default:
      break;
  }
}

function slotKey({ courtCode, slotId }: SlotPresence): string {
  return `${courtCode}/${slotId}`;
}
