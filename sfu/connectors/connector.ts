import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConnectorStatus } from '#protocol/alarms/connectors.ts';
import { AppError } from '#protocol/errors.ts';
import { commandId as commandIdSchema, type AlarmId, type CourtCode } from '#protocol/nouns/ids.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { HallClock } from '../ports/clock.ts';
import type { HallLog } from '../ports/log.ts';
import { noticeAlarm } from './noticeAlarm.ts';
import { noticeSchema, type Receipt } from './notices.ts';
import { OutsideError, type OutsideClient, type OutsideFault } from './outsideClient.ts';
import type { CountyAt } from './places/readCounties.ts';
import { ReceiptQueue } from './receiptQueue.ts';

/** The other side may wait so long for a notice before it answers, ms. */
const WAIT_MS = 20_000;
const MOST_BETWEEN_MS = 15_000;
const LOG_AGAIN_MS = 1_000;
/** What is older than this was told once, or helps nobody any more; the answers to commands are kept for longer. */
const MAX_AGE_MS = 7 * 86_400_000;
const MAX_AHEAD_MS = 60_000;

/** One outside system, as the settings name it. */
export type ConnectorConfig = {
  readonly id: string;
  readonly kind: ConnectorStatus['kind'];
  readonly courtCode: CourtCode;
  /** Least time between two askings, ms. */
  readonly pollEveryMs: number;
  /** Not heard of for so long, it is lost, ms. */
  readonly lostAfterMs: number;
};

type Options = {
  readonly config: ConnectorConfig;
  readonly client: OutsideClient;
  readonly log: HallLog;
  /** For what is written and shown; askings and losses are measured in real time, for the other side has no other. */
  readonly clock: Pick<HallClock, 'now'>;
  readonly alarms: Alarms;
  readonly countyAt: CountyAt;
  readonly exercise: boolean;
  /** Called when it is known which alarm a notice has become, each time it is served. */
  readonly onAlarm: (alarm: { readonly alarmId: AlarmId; readonly noticeId: string }) => void;
  readonly logger: Logger;
};

type ConnectorEvent = Extract<NewEvent, { name: `connector.${string}` }>;

/** Asks one outside system for notices, for as long as it lives, and makes alarms of them. */
export class Connector {
  readonly #options: Options;
  readonly #receipts: ReceiptQueue;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #entering: Promise<void> = Promise.resolve();
  #status: Omit<ConnectorStatus, 'receiptsWaiting'>;
  #lostTimer: NodeJS.Timeout | undefined;

  static start(options: Options): Connector {
    return new Connector(options);
  }

  private constructor(options: Options) {
    const { config: { id, kind, courtCode }, clock } = options;
    this.#options = options;
    this.#receipts = new ReceiptQueue(options);
    this.#status = { connectorId: id, kind, courtCode, state: 'connecting', sinceAt: clock.now(), heardAt: null, noticeAt: null, fault: null, taken: 0, refused: 0 };
    this.#waitForLoss();
    this.#running = this.#run();
  }

  get status(): ConnectorStatus {
    return { ...this.#status, receiptsWaiting: this.#receipts.size };
  }

  /** Tells the other side what became of its notice. */
  tell(noticeId: string, receipt: Omit<Receipt, 'exercise'>): void {
    this.#receipts.add(noticeId, { ...receipt, exercise: this.#options.exercise });
  }

  /** Idempotent. Resolves when nothing of it is under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#lostTimer);
    await Promise.all([this.#running, this.#receipts.close(), this.#entering]);
    this.#options.client.close();
  }

  /**
   * The cursor is not kept: after a start everything that the other side still holds comes once more, and the
   * command ids see to it that it comes to nothing new.
   */
  async #run(): Promise<void> {
    const { client, config: { pollEveryMs, lostAfterMs } } = this.#options;
    const { signal } = this.#closing;
    let after: string | null = null;
    let failures = 0;
    while (!signal.aborted) {
      const askedAt = performance.now();
      try {
        // Whether it is there should be known at once; held back is only what follows, and for less than a loss takes.
        const waitMs = this.#status.state === 'connected' && failures === 0 ? Math.min(WAIT_MS, lostAfterMs / 2) : 0;
        const { notices, next } = await client.notices({ after, waitMs: Math.floor(waitMs), signal });
        this.#heard();
        failures = 0;
        for (const notice of notices) {
          await this.#take(notice);
        }
        this.#waitForLoss();
        after = next;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        failures += 1;
        this.#failed(error);
      }
      const leftMs = Math.min(MOST_BETWEEN_MS, pollEveryMs * 2 ** Math.min(failures, 10)) - (performance.now() - askedAt);
      await this.#pause(Math.max(0, leftMs));
    }
  }

  /** Waits while the log is away: the notice is not passed over. */
  async #take(served: unknown): Promise<void> {
    const parsed = noticeSchema.safeParse(served);
    if (!parsed.success) {
      this.#refuse(served, parsed.error.issues.map(({ path }) => path.join('.')).join(' '));
      return;
    }
    const notice = parsed.data;
    const { clock, logger, config, countyAt, log } = this.#options;
    const now = clock.now();
    if (notice.at < now - MAX_AGE_MS || (notice.expiresAt ?? Infinity) <= now) {
      this.#change({ refused: this.#status.refused + 1 });
      this.tell(notice.id, { state: 'expired', at: now, alarmId: null, courtCode: null, reason: null });
      return;
    }
    const happening = noticeAlarm(config, { ...notice, at: notice.at > now + MAX_AHEAD_MS ? now : notice.at }, { courts: log.state.courts, countyAt, now });
    while (!this.#closing.signal.aborted) {
      try {
        const alarmId = await this.#options.alarms.raise(happening);
        this.#change({ taken: this.#status.taken + 1, noticeAt: now });
        this.#options.onAlarm({ alarmId, noticeId: notice.id });
        return;
      } catch (error) {
        const code = error instanceof AppError ? error.code : null;
        if (code === 'conflict') {
          // It was an alarm before, in other words or at another court: a notice is taken as it was served first.
          return;
        }
        if (code !== 'logUnavailable') {
          logger.error({ err: error, noticeId: notice.id }, 'a notice could not become an alarm');
          return;
        }
        await this.#pause(LOG_AGAIN_MS);
      }
    }
  }

  /** One that is wrong does not stop the others. */
  #refuse(served: unknown, where: string): void {
    this.#change({ refused: this.#status.refused + 1 });
    const id = noticeSchema.shape.id.safeParse(typeof served === 'object' && served !== null && 'id' in served ? served.id : undefined).data;
    // Where it is wrong, but not what it says: it may name people.
    this.#options.logger.warn({ noticeId: id ?? null, where }, 'the outside system served a notice that is none');
    if (id !== undefined) {
      this.tell(id, { state: 'refused', at: this.#options.clock.now(), alarmId: null, courtCode: null, reason: where.slice(0, 200) });
    }
  }

  #heard(): void {
    const { clock, logger } = this.#options;
    const { state, connectorId, courtCode, kind } = this.#status;
    const now = clock.now();
    if (state === 'lost') {
      logger.info('the outside system is back');
      this.#enter({ name: 'connector.returned', subject: `connector/${connectorId}`, courtCode, data: { kind } });
    }
    this.#change({ heardAt: now, fault: null, ...(state !== 'connected' && { state: 'connected', sinceAt: now }) });
    // A log that is away holds the notices up here; that is no silence of the other side.
    clearTimeout(this.#lostTimer);
  }

  #failed(error: unknown): void {
    const fault: OutsideFault = error instanceof OutsideError ? error.fault : 'failed';
    if (this.#status.fault?.fault !== fault) {
      this.#options.logger.warn({ err: error, fault }, 'the outside system does not answer as it should');
    }
    this.#change({ fault: { fault, at: this.#options.clock.now() } });
  }

  #waitForLoss(): void {
    clearTimeout(this.#lostTimer);
    // An asking that waits for a notice is no silence.
    this.#lostTimer = setTimeout(() => this.#lost(), this.#options.config.lostAfterMs).unref();
  }

  #lost(): void {
    const { connectorId, courtCode, kind, heardAt, fault } = this.#status;
    this.#change({ state: 'lost', sinceAt: this.#options.clock.now() });
    this.#options.logger.warn('the outside system is lost');
    this.#enter({ name: 'connector.lost', subject: `connector/${connectorId}`, courtCode, data: { kind, heardAt, fault: fault?.fault ?? 'timedOut' } });
  }

  #change(change: Partial<Omit<ConnectorStatus, 'receiptsWaiting'>>): void {
    this.#status = { ...this.#status, ...change };
  }

  /** In order, and again while the log cannot be written. */
  #enter(event: ConnectorEvent): void {
    const { log, logger } = this.#options;
    const command = { commandId: commandIdSchema.parse(randomUUIDv7()), name: event.name, input: { subject: event.subject, data: event.data }, actor: { kind: 'hall' }, via: null } as const;
    const write = async (): Promise<void> => {
      while (!this.#closing.signal.aborted) {
        try {
          await log.execute({ ...command, decide: () => ({ events: [event], answer: () => ({}) }) });
          return;
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'logUnavailable') {
            logger.error({ err: error }, 'a change of the connection could not be recorded');
            return;
          }
          await this.#pause(LOG_AGAIN_MS);
        }
      }
    };
    this.#entering = this.#entering.then(write);
  }

  async #pause(waitMs: number): Promise<void> {
    await pause(waitMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
  }
}
