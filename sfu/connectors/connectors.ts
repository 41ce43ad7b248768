import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { sees } from '#domain/access/viewer.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { events } from '#protocol/events.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId, CourtCode } from '#protocol/nouns/ids.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { HallClock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf } from '../ports/session.ts';
import { Connector, type ConnectorConfig } from './connector.ts';
import type { Receipt } from './notices.ts';
import { createOutsideClient } from './outsideClient.ts';
import { readCounties } from './places/readCounties.ts';

type Options = {
  readonly connectors: readonly (ConnectorConfig & { readonly url: string; readonly token: string; readonly caFile: string | null })[];
  readonly exercise: boolean;
  /** The hall's own court: the alarms of all courts are below it. */
  readonly courtCode: CourtCode;
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  readonly clock: Pick<HallClock, 'now'>;
  readonly alarms: Alarms;
  readonly logger: Logger;
};

/** All outside systems of the hall: their notices come in as alarms, and what becomes of those goes back as receipts. */
export class Connectors {
  readonly handlers: HandlersOf<'connector'>;
  readonly #options: Options;
  readonly #connectors = new Map<string, Connector>();
  readonly #stopListening: () => void;

  /** Errors: ENOENT and the like for an authority's file that cannot be read. */
  static start(options: Options): Connectors {
    return new Connectors(options);
  }

  private constructor(options: Options) {
    const { connectors, log, logger } = options;
    this.#options = options;
    // All of them before the first one asks: a file that is missing leaves nothing running.
    const clients = connectors.map(({ url, token, caFile, ...config }) => ({ config, client: createOutsideClient({ url, token, ca: caFile === null ? null : readFileSync(caFile, 'utf8') }) }));
    this.handlers = {
      'connector.list': (_, { courtCode }) => ({
        connectors: [...this.#connectors.values()].map(({ status }) => status).filter((status) => sees(courtCode, status.courtCode)),
      }),
    };
    this.#stopListening = log.onAppended(({ entries }) => {
      for (const { name, subject } of entries) {
        if (name === 'alarm.acknowledged' || name === 'alarm.helpAsked' || name === 'alarm.resolved') {
          void this.#tellOf(idOf(subject) as AlarmId);
        }
      }
    });
    const countyAt = clients.length === 0 ? () => null : readCounties();
    for (const { config, client } of clients) {
      const connector = Connector.start({
        ...options,
        config,
        client,
        countyAt,
        onAlarm: ({ alarmId, noticeId }) => this.#tell(connector, noticeId, alarmId),
        logger: logger.child({ connector: config.id }),
      });
      this.#connectors.set(config.id, connector);
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#stopListening();
    await Promise.all([...this.#connectors.values()].map((connector) => connector.close()));
  }

  /** Whatever came from outside and whenever: which notice it was stands in the alarm's first entry. */
  async #tellOf(alarmId: AlarmId): Promise<void> {
    const { log, journal, courtCode, logger } = this.#options;
    const alarm = log.state.alarms.get(alarmId);
    if (this.#connectors.size === 0 || (alarm?.kind !== 'police' && alarm?.kind !== 'clue')) {
      return;
    }
    try {
      const [entry] = await journal.query({ filter: { subject: `alarm/${alarmId}`, names: ['alarm.raised'] }, seenFrom: courtCode, before: null, limit: 1 });
      const reference = events['alarm.raised'].data.safeParse(entry?.data).data?.reference ?? '';
      const [connectorId = '', noticeId = ''] = reference.split('/', 2);
      const connector = this.#connectors.get(connectorId);
      if (connector !== undefined) {
        this.#tell(connector, noticeId, alarmId);
      }
    } catch (error) {
      logger.warn({ err: error, alarmId }, 'the outside system could not be told what became of its notice');
    }
  }

  #tell(connector: Connector, noticeId: string, alarmId: AlarmId): void {
    const { log, clock } = this.#options;
    const alarm = log.state.alarms.get(alarmId);
    if (alarm !== undefined) {
      connector.tell(noticeId, { alarmId, courtCode: alarm.courtCode, ...courseOf(alarm, clock.now()) });
    }
  }
}

/** How far the alarm has come, as a receipt says it. */
function courseOf({ resolved, acknowledged, raisedAt }: Alarm, now: number): Pick<Receipt, 'state' | 'at' | 'reason'> {
  if (resolved !== null) {
    return { state: resolved.outcome, at: resolved.at, reason: resolved.reason };
  }
  return acknowledged === null ? { state: 'received', at: Math.min(raisedAt, now), reason: null } : { state: 'acknowledged', at: acknowledged.at, reason: null };
}
