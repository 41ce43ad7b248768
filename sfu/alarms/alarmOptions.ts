import type { Logger } from 'pino';
import type { CaseType } from '#protocol/rules/rules.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { HasDesk } from '#domain/alarms/raiseAlarm.ts';
import type { HelpTable } from '#domain/help/helpQuestion.ts';
import type { HallClock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { Positions } from '../ports/positions.ts';
import type { Stores } from '../ports/stores.ts';
import type { Units } from '../ports/units.ts';
import type { CountyAt } from './counties/readCounties.ts';
import type { AlarmTable } from './tables/readAlarmTables.ts';

/** What the parts of this room work with. */
export type AlarmOptions = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  readonly stores: Pick<Stores, 'callers'>;
  readonly clock: HallClock;
  readonly units: Pick<Units, 'sessionOf' | 'lastSeenAt'>;
  readonly positions: Positions;
  /** Presence of each court's centre now. */
  readonly centres: () => readonly CentrePresence[];
  readonly countyAt: CountyAt;
  readonly caseTypes: readonly CaseType[];
  readonly tables: { readonly alarms: AlarmTable; readonly help: HelpTable };
  readonly logger: Logger;
};

/** Who sits at a desk at this moment. */
export function hasDeskNow({ centres }: Pick<AlarmOptions, 'centres'>): HasDesk {
  const manned = new Set(centres().filter(({ desks }) => desks > 0).map(({ courtCode }) => courtCode));
  return (courtCode) => manned.has(courtCode);
}
