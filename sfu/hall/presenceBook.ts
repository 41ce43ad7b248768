import { maySee, type Viewer } from '#domain/access/viewer.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { Presence } from '#protocol/nouns/hall.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { UnitPresence } from '#protocol/nouns/units.ts';
import type { SlotPresence } from '#protocol/wall/slots.ts';
import type { News } from '../ports/news.ts';

type Of<Thing> = Thing & { readonly courtCode: CourtCode };

/** Where the rooms say what is here now; the whole of it. */
export type Present = {
  units(): readonly Of<UnitPresence>[];
  feeds(): readonly Of<FeedMedia>[];
  slots(): readonly SlotPresence[];
  centres(): readonly CentrePresence[];
};

/** News that have not been told yet: of each thing the latest. */
export class PresenceBook implements News {
  #units = new Map<string, Of<UnitPresence>>();
  #feeds = new Map<string, Of<FeedMedia>>();
  #slots = new Map<string, SlotPresence>();
  #centres = new Map<string, CentrePresence>();
  readonly #onNews: () => void;

  constructor(options: { onNews: () => void }) {
    this.#onNews = options.onNews;
  }

  get isEmpty(): boolean {
    return this.#units.size + this.#feeds.size + this.#slots.size + this.#centres.size === 0;
  }

  unitPresence(courtCode: CourtCode, presence: UnitPresence): void {
    this.#units.set(presence.unitId, { ...presence, courtCode });
    this.#onNews();
  }

  feedMedia(courtCode: CourtCode, media: FeedMedia): void {
    this.#feeds.set(media.feedId, { ...media, courtCode });
    this.#onNews();
  }

  slotPresence(presence: SlotPresence): void {
    this.#slots.set(`${presence.courtCode}/${presence.slotId}`, presence);
    this.#onNews();
  }

  centrePresence(presence: CentrePresence): void {
    this.#centres.set(presence.courtCode, presence);
    this.#onNews();
  }

  /** Hands out what came since the last time. */
  take(): Present {
    const [units, feeds, slots, centres] = [this.#units, this.#feeds, this.#slots, this.#centres].map((news) => [...news.values()]) as [
      Of<UnitPresence>[], Of<FeedMedia>[], SlotPresence[], CentrePresence[],
    ];
    for (const news of [this.#units, this.#feeds, this.#slots, this.#centres]) {
      news.clear();
    }
    return { units: () => units, feeds: () => feeds, slots: () => slots, centres: () => centres };
  }
}

/** The part of it that the viewer may see, in the words of the contract. */
export function visiblePresence(present: Present, viewer: Viewer): Presence {
  return {
    units: present.units().filter(({ courtCode }) => maySee(viewer, 'unit', courtCode)).map(({ unitId, telemetryIndex, online, lastSeenAt }) => ({ unitId, telemetryIndex, online, lastSeenAt })),
    feeds: present.feeds().filter(({ courtCode }) => maySee(viewer, 'feed', courtCode)).map(({ feedId, tracks, generation, sinceAt }) => ({ feedId, tracks, generation, sinceAt })),
    slots: present.slots().filter(({ courtCode }) => maySee(viewer, 'slot', courtCode)),
    centres: present.centres().filter(({ courtCode }) => maySee(viewer, 'centre', courtCode)),
  };
}

/** The lists that hold something; null when none does. */
export function changedPresence(present: Present, viewer: Viewer): Partial<Presence> | null {
  const lists = Object.entries(visiblePresence(present, viewer)).filter(([, list]) => list.length > 0);
  return lists.length === 0 ? null : Object.fromEntries(lists);
}
