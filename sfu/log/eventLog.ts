import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Entry, LogPosition, LogStatus } from '#protocol/nouns/log.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { JournalError, type Journal, type JournalFault } from '../ports/journal.ts';
import type { Appended, Command, HallLog, Outcome } from '../ports/log.ts';
import type { Stores } from '../ports/stores.ts';
import { AnswerBook, type CommandKey } from './answerBook.ts';
import { createInputHash, decide, type Decided, type LogEnd } from './decided.ts';
import { BrokenLogError } from './faults.ts';
import { checkNewestHead, readBefore, readOn, startingEnd } from './readLog.ts';
import { RecentEntries } from './recentEntries.ts';
import type { LogKey } from './signedHeads.ts';
import { processTimers, untilDone, within, type Timers } from './timers.ts';
import { Upkeep } from './upkeep.ts';

const RING_SIZE = 20_000;
/** Entries read at the start for the ring, though a snapshot covers them. */
const WARM_ENTRIES = 2_000;
const SNAPSHOT_EVERY = 2_000;
const QUEUE_LIMIT = 10_000;
const BATCH_LIMIT = 500;
/** A journal that does not answer for so long is taken to be away, ms. */
const JOURNAL_LIMIT_MS = 10_000;
const PROBE = { baseMs: 200, mostMs: 5_000 };
/** A journal that goes away in a quiet hour is found out within this time, ms, and not by the first who wants something. */
const WATCH_EVERY_MS = 3_000;

export type EventLogOptions = {
  readonly journal: Journal;
  readonly key: LogKey;
  readonly now: () => number;
  readonly log: Logger;
  /** Entries kept at hand for `since`. */
  readonly ringSize?: number;
  /** Entries between two snapshots. */
  readonly snapshotEvery?: number;
  /** Commands that may wait to become durable. */
  readonly queueLimit?: number;
  readonly timers?: Timers;
};

type Pending = {
  readonly command: Command<unknown>;
  readonly inputHash: string | null;
  decided: Decided;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** A command whose part beside the log was refused. */
type Culprit = { readonly pending: Pending; readonly error: unknown };

/** The hall's log: decides commands one after the other, makes them durable together, and tells who follows. */
export class EventLog implements HallLog {
  readonly #options: EventLogOptions;
  readonly #timers: Timers;
  readonly #answers: AnswerBook;
  readonly #inputHash: ReturnType<typeof createInputHash>;
  readonly #recent: RecentEntries;
  readonly #upkeep: Upkeep;
  readonly #appendedListeners = new Set<(appended: Appended) => void>();
  readonly #statusListeners = new Set<(status: LogStatus) => void>();
  #durable: LogEnd;
  /** The end with every command decided so far, durable or not. */
  #tentative: LogEnd;
  #queue: Pending[] = [];
  #flying: readonly Pending[] = [];
  #flushPlanned = false;
  #idle: (() => void)[] = [];
  #status: LogStatus;
  #endRecovery = () => {};
  #endWatch = () => {};
  #closing: Promise<void> | null = null;

  /** Reads and checks what is there. Errors: BrokenLogError, JournalError (it cannot be read). */
  static async open(options: EventLogOptions): Promise<EventLog> {
    const { journal, key, log, now, ringSize = RING_SIZE } = options;
    const start = await startingEnd(journal, log);
    const recent = new RecentEntries(ringSize);
    recent.push(await readBefore(journal, start, Math.min(WARM_ENTRIES, ringSize)));
    let end = start;
    for await (const piece of readOn(journal, start)) {
      recent.push(piece.entries);
      end = piece.end;
    }
    await checkNewestHead(journal, key.publicKey, log);
    if (end.at > now()) {
      log.warn({ aheadMs: end.at - now() }, 'the last entry of the log is later than this clock; new entries take its time until the clock has caught up');
    }
    const eventLog = new EventLog(options, { end, recent, snapshotAt: start.position.sequence });
    await journal.probe().catch((error: unknown) => eventLog.#becomeUnavailable(error));
    return eventLog;
  }

  private constructor(options: EventLogOptions, found: { end: LogEnd; recent: RecentEntries; snapshotAt: number }) {
    const { journal, key, now, log, timers = processTimers, snapshotEvery = SNAPSHOT_EVERY } = options;
    this.#options = options;
    this.#timers = timers;
    this.#answers = new AnswerBook((commandId) => within(timers, JOURNAL_LIMIT_MS, journal.answerOf(commandId), tooLate));
    this.#inputHash = createInputHash(key.privateKey);
    this.#recent = found.recent;
    this.#durable = found.end;
    this.#tentative = found.end;
    this.#status = { writable: true, reason: null, sinceAt: now() };
    this.#watch();
    this.#upkeep = new Upkeep({ journal, key, now, timers, log, snapshotEvery, snapshotAt: found.snapshotAt, end: () => this.#durable });
  }

  get state(): HallState {
    return this.#durable.state;
  }

  get position(): LogPosition {
    return this.#durable.position;
  }

  get status(): LogStatus {
    return this.#status;
  }

  async execute<Answer>(command: Command<Answer>): Promise<Outcome<Answer>> {
    this.#refuseUnlessWritable();
    const { commandId, name } = command;
    if (commandId === null) {
      return { answer: (await this.#enter(command, null)) as Answer, repeated: false };
    }
    const key: CommandKey = { commandId, name, inputHash: this.#inputHash(command) };
    const outcome = await this.#answers.once(key, () => this.#enter(command, key.inputHash)).catch((error: unknown) => {
      throw error instanceof JournalError ? this.#lookUpFailed(error) : error;
    });
    return outcome as Outcome<Answer>;
  }

  onAppended(listener: (appended: Appended) => void): () => void {
    this.#appendedListeners.add(listener);
    return () => this.#appendedListeners.delete(listener);
  }

  onStatus(listener: (status: LogStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  since(position: LogPosition): readonly Entry[] | null {
    const { sequence, hash } = this.#durable.position;
    if (position.sequence === sequence) {
      return position.hash === hash ? [] : null;
    }
    return position.sequence > sequence ? null : this.#recent.since(position);
  }

  /** Takes no more commands, waits for those it has, leaves a snapshot and a signed head. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#flying.length + this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
    this.#endRecovery();
    this.#endWatch();
    await this.#upkeep.close({ keep: this.#status.writable });
  }

  /** Decides now; resolves with the answer when that is durable. */
  async #enter(command: Command<unknown>, inputHash: string | null): Promise<unknown> {
    this.#refuseUnlessWritable();
    if (this.#queue.length >= (this.#options.queueLimit ?? QUEUE_LIMIT)) {
      throw new AppError('logUnavailable', { detail: 'too many commands wait to be recorded' });
    }
    const decided = this.#decide(command, inputHash);
    return new Promise((resolve, reject) => {
      this.#queue.push({ command, inputHash, decided, resolve, reject });
      this.#planFlush();
    });
  }

  #decide(command: Command<unknown>, inputHash: string | null): Decided {
    const decided = decide(this.#tentative, command, { now: this.#options.now(), inputHash });
    this.#tentative = decided.after;
    return decided;
  }

  #refuseUnlessWritable(): void {
    if (this.#closing !== null) {
      throw new AppError('closing');
    }
    if (!this.#status.writable) {
      throw new AppError('logUnavailable', { params: { reason: this.#status.reason ?? 'failed' } });
    }
  }

  /** Not even answers of old can be read. Unless an append is about to find the same out, everyone should know. */
  #lookUpFailed(cause: JournalError): AppError {
    const busy = this.#flying.length + this.#queue.length > 0;
    return busy ? new AppError('logUnavailable', { cause, params: { reason: reasonOf(cause.fault) } }) : this.#becomeUnavailable(cause);
  }

  /** At the end of this turn: what comes in with one reading of the sockets goes out in one transaction. */
  #planFlush(): void {
    if (!this.#flushPlanned && this.#flying.length === 0 && this.#queue.length > 0) {
      this.#flushPlanned = true;
      setImmediate(() => {
        this.#flushPlanned = false;
        void this.#flush();
      });
    }
  }

  async #flush(): Promise<void> {
    const batch = this.#queue.splice(0, BATCH_LIMIT);
    this.#flying = batch;
    let culprit: Culprit | null = null;
    const also = batch.flatMap((pending) => {
      const { command: { also: own }, decided: { at } } = pending;
      return own === undefined ? [] : [async (stores: Stores) => {
        try {
          await own(stores, at);
        } catch (error) {
          culprit = { pending, error };
          throw error;
        }
      }];
    });
    const entries = batch.flatMap(({ decided }) => decided.entries);
    const answers = batch.flatMap(({ decided: { stored } }) => stored ?? []);
    try {
      if (entries.length + answers.length + also.length > 0) {
        const append = this.#options.journal.append({ entries, answers, also });
        await within(this.#timers, JOURNAL_LIMIT_MS, append, tooLate);
      }
      this.#committed(batch);
    } catch (error) {
      this.#notCommitted(batch, error, culprit);
    }
    this.#flying = [];
    this.#planFlush();
    if (this.#queue.length === 0) {
      this.#idle.splice(0).forEach((resolve) => resolve());
    }
  }

  #committed(batch: readonly Pending[]): void {
    const after = batch.at(-1)?.decided.after;
    if (after !== undefined) {
      this.#publish(batch.flatMap(({ decided }) => decided.entries), after);
    }
    for (const { decided, resolve } of batch) {
      if (decided.stored !== null) {
        this.#answers.remember(decided.stored);
      }
      resolve(decided.answer);
    }
  }

  #notCommitted(batch: readonly Pending[], error: unknown, culprit: Culprit | null): void {
    if (culprit !== null && isOwnFault(culprit.error, error)) {
      culprit.pending.reject(culprit.error);
      this.#decideAgain([...batch.filter((pending) => pending !== culprit.pending), ...this.#queue]);
      return;
    }
    const unavailable = this.#becomeUnavailable(error);
    for (const { reject } of [...batch, ...this.#queue.splice(0)]) {
      reject(unavailable);
    }
  }

  /** One command has dropped out: those that were decided on top of it are decided anew, in their order. */
  #decideAgain(others: readonly Pending[]): void {
    this.#tentative = this.#durable;
    this.#queue = others.filter((pending) => {
      try {
        pending.decided = this.#decide(pending.command, pending.inputHash);
        return true;
      } catch (error) {
        pending.reject(error);
        return false;
      }
    });
  }

  #publish(entries: readonly Entry[], end: LogEnd): void {
    const after = this.#durable.position;
    this.#durable = end;
    if (entries.length === 0) {
      return;
    }
    this.#recent.push(entries);
    const appended: Appended = { after, entries, state: end.state, upTo: end.position };
    for (const listener of this.#appendedListeners) {
      try {
        listener(appended);
      } catch (error) {
        this.#options.log.error({ err: error, sequence: end.position.sequence }, 'a follower of the log failed');
      }
    }
    this.#upkeep.appended();
  }

  /** Nothing is decided from here on until the journal answers again. Returns what whoever waited is told. */
  #becomeUnavailable(cause: unknown): AppError {
    const fault = cause instanceof JournalError ? cause.fault : 'failed';
    const reason = reasonOf(fault);
    if (this.#status.writable) {
      this.#options.log.error({ err: cause, fault }, 'the log cannot be written');
      this.#tentative = this.#durable;
      this.#tell({ writable: false, reason, sinceAt: this.#options.now() });
      // Someone else's entries can be read at once; a disk or a database needs a moment.
      this.#endRecovery = untilDone(this.#timers, { firstMs: fault === 'conflict' ? 0 : PROBE.baseMs, ...PROBE }, () => this.#recover());
    }
    return new AppError('logUnavailable', { cause, params: { reason } });
  }

  #watch(): void {
    this.#endWatch = this.#timers.after(WATCH_EVERY_MS, () => {
      void this.#lookAtJournal().finally(() => {
        if (this.#closing === null) {
          this.#watch();
        }
      });
    });
  }

  async #lookAtJournal(): Promise<void> {
    // Whoever writes finds out anyway, and whoever recovers asks already.
    if (!this.#status.writable || this.#flying.length > 0) {
      return;
    }
    await within(this.#timers, JOURNAL_LIMIT_MS, this.#options.journal.head(), tooLate).catch((error: unknown) => {
      if (this.#closing === null) {
        this.#becomeUnavailable(error);
      }
    });
  }

  /** What was lost sight of may have become durable after all, so the journal is read on before anything new is decided. */
  async #recover(): Promise<void> {
    const { journal, log, now } = this.#options;
    try {
      await within(this.#timers, JOURNAL_LIMIT_MS, journal.probe(), tooLate);
      for await (const { entries, end } of readOn(journal, this.#durable)) {
        this.#publish(entries, end);
      }
    } catch (error) {
      const reason = reasonOf(error instanceof JournalError ? error.fault : 'failed');
      if (error instanceof BrokenLogError) {
        log.fatal({ err: error }, 'the log in the database is not the one this hall wrote');
      }
      if (reason !== this.#status.reason) {
        this.#tell({ ...this.#status, reason });
      }
      throw error;
    }
    this.#tentative = this.#durable;
    log.info({ sequence: this.#durable.position.sequence }, 'the log can be written again');
    this.#tell({ writable: true, reason: null, sinceAt: now() });
  }

  #tell(status: LogStatus): void {
    this.#status = status;
    for (const listener of this.#statusListeners) {
      try {
        listener(status);
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener of the log’s status failed');
      }
    }
  }
}

function tooLate(): JournalError {
  return new JournalError('away', { cause: 'no answer in time' });
}

/** Whether the command's own part was refused, and not the journal in the midst of it. If it was the journal after all, the others will find out. */
function isOwnFault(error: unknown, outcome: unknown): boolean {
  return error instanceof AppError || ![error, outcome].some((reason) => reason instanceof JournalError && reason.fault !== 'failed');
}

function reasonOf(fault: JournalFault): Exclude<LogStatus['reason'], null> {
  switch (fault) {
    case 'diskFull': return 'diskFull';
    case 'readOnly': return 'readOnly';
    case 'away': return 'databaseAway';
    case 'conflict':
    case 'failed': return 'failed';
  }
}
