import type { Feed, Unit } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';

/** Where rooms tell what changed; everyone who follows the hall hears it. */
export interface News {
  unitChanged(unit: Unit): void;
  feedChanged(feed: Feed): void;
  wallChanged(slot: WallSlot): void;
}
