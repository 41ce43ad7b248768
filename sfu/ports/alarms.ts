import type { EventData } from '#protocol/events.ts';
import type { AlarmId, CommandId, CourtCode } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';

/** Something happened; of it the alarms room makes an alarm, and decides when it climbs. */
export type Happening = Omit<EventData<'alarm.raised'>, 'escalatesAt'> & {
  readonly courtCode: CourtCode;
  /** Default: the hall itself. */
  readonly actor?: Actor;
  /** The same id never raises a second alarm, also after a restart. */
  readonly commandId?: CommandId;
};

/** For every room that notices what a person should see to. */
export interface Alarms {
  /** While an alarm of that kind about the same unit, fence and step is open, it is repeated instead. Errors: logUnavailable (the room asks again). */
  raise(happening: Happening): Promise<AlarmId>;
}
