import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { UnitPresence } from '#protocol/nouns/units.ts';
import type { SlotPresence } from '#protocol/wall/slots.ts';

/** Where rooms tell what came, went or changed beside the log; everyone who follows the hall and sees the court hears it. */
export interface News {
  unitPresence(courtCode: CourtCode, presence: UnitPresence): void;
  feedMedia(courtCode: CourtCode, media: FeedMedia): void;
  slotPresence(presence: SlotPresence): void;
  centrePresence(presence: CentrePresence): void;
}
