import type { Logger } from 'pino';
import { Assists } from '../assist/assists.ts';
import { createDocuments } from '../instructions/documents.ts';
import { Instructions } from '../instructions/instructions.ts';
import type { HallClock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Session } from '../ports/session.ts';
import { createReports } from '../reports/reports.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** What passes between desks and the people in the field beyond pictures and talk. */
export function createFieldRooms(options: {
  readonly log: HallLog;
  readonly journal: Journal;
  readonly shelf: FileShelf;
  readonly units: UnitRegistry;
  readonly clock: HallClock;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { log, journal, shelf, units, clock, logger, closers } = options;
  const assists = Assists.create({ log, units, clock, logger: logger.child({ room: 'assist' }) });
  const instructions = Instructions.create({ log, shelf, units, clock, logger: logger.child({ room: 'instructions' }) });
  closers.push(() => assists.close(), () => instructions.close());
  return {
    handlers: { ...assists.handlers, ...instructions.handlers, ...createDocuments({ log, journal, shelf }).handlers, ...createReports({ log, journal, shelf }).handlers },
    opened: (session: Session) => {
      assists.opened(session);
      instructions.opened(session);
    },
  };
}
