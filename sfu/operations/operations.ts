import type { Logger } from 'pino';
import { createCalendar } from '#domain/rules/calendar.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { HallClock } from '../ports/clock.ts';
import type { LiveMedia } from '../ports/feeds.ts';
import type { HallLog } from '../ports/log.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Rules as RuleBookInUse } from '../ports/rules.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import { Briefings } from './briefing/briefings.ts';
import { createRun, operationHandlers } from './operationHandlers.ts';
import { partyHandlers } from './partyHandlers.ts';
import { stepHandlers } from './stepHandlers.ts';
import { Archive } from './watches/archive.ts';
import { ClockWatch } from './watches/clockWatch.ts';
import { RecorderWatch } from './recorders/recorderWatch.ts';

export type OperationsOptions = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'parties'>;
  readonly rules: RuleBookInUse;
  readonly clock: HallClock;
  readonly alarms: Alarms;
  readonly media: LiveMedia;
  readonly pictures: Pictures;
  /** Storage folder. */
  readonly folder: string;
  readonly logger: Logger;
};

/** Enforcement operations (执行行动): what people do with them, and what the hall watches over meanwhile. */
export class Operations {
  readonly handlers: HandlersOf<'campaign'> & HandlersOf<'operation'> & HandlersOf<'step'> & HandlersOf<'party'>;
  readonly #briefings: Briefings;
  readonly #watches: readonly { close(): void }[];
  readonly #archive: Archive;

  private constructor(options: OperationsOptions) {
    const { log, stores, pictures } = options;
    const rules = { book: options.rules.book, calendar: createCalendar(options.rules.book.holidays) };
    const run = createRun(log);
    this.handlers = { ...operationHandlers({ run, rules }), ...stepHandlers({ run, rules, pictures }), ...partyHandlers({ log, stores }) };
    const recorders = RecorderWatch.create({ ...options, rules });
    this.#briefings = Briefings.create({ ...options, rules, recorders });
    this.#watches = [this.#briefings, recorders, ClockWatch.create({ ...options, rules })];
    this.#archive = Archive.create({ ...options, rules });
  }

  static create(options: OperationsOptions): Operations {
    return new Operations(options);
  }

  /** To be told of every session that opens: units are briefed. */
  opened(session: Session): void {
    this.#briefings.opened(session);
  }

  /** To be called before sessions and feeds end, which would be taken for gaps. Idempotent. */
  async close(): Promise<void> {
    this.#watches.forEach((watch) => watch.close());
    await this.#archive.close();
  }
}
