import type { Logger } from 'pino';
import { Assists } from '../assist/assists.ts';
import type { HallClock } from '../ports/clock.ts';
import type { HallLog } from '../ports/log.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** What passes between desks and the people in the field beyond pictures and talk. */
export function createFieldRooms(options: { readonly log: HallLog; readonly units: UnitRegistry; readonly clock: HallClock; readonly logger: Logger; readonly closers: Closers }) {
  const { log, units, clock, logger, closers } = options;
  const assists = Assists.create({ log, units, clock, logger: logger.child({ room: 'assist' }) });
  closers.push(() => assists.close());
  return { assists };
}
