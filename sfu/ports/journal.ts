import { AppError } from '#protocol/errors.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { CommandId, CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import type { Stores } from './stores.ts';

/** Why the journal could not take entries. `conflict`: someone else wrote at this place; `away`: whether it was taken is not known. */
export type JournalFault = 'diskFull' | 'readOnly' | 'away' | 'conflict' | 'failed';

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly fault: JournalFault;

  constructor(fault: JournalFault, options: { cause: unknown }) {
    super(`the journal cannot be written or read: ${fault}`, options);
    this.fault = fault;
  }
}

/** What a caller is told of a journal that cannot be read; for `catch`. Errors: logUnavailable. */
export function asUnavailable(error: unknown): never {
  throw error instanceof JournalError ? new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } }) : error;
}

/** What a command was answered, kept so that asking again does nothing again. */
export type StoredAnswer = {
  readonly commandId: CommandId;
  readonly name: string;
  /** HMAC-SHA-256 of the canonical input and the actor's id, hex; keyed, because an input may hold a password. */
  readonly inputHash: string;
  /** JSON. */
  readonly answer: string;
  readonly at: number;
};

/** The state at a place of the log, so that a start need not read everything. */
export type StoredSnapshot = { readonly position: LogPosition; readonly state: HallSnapshot };

/** The last entry of a day, signed by the hall: whoever keeps a copy can prove what came before. */
export type SignedHead = LogPosition & {
  /** Beijing date, `2026-11-22`. */
  readonly day: string;
  readonly signedAt: number;
  /** Ed25519 over the canonical rest, base64url. */
  readonly signature: string;
};

export type Batch = {
  readonly entries: readonly Entry[];
  readonly answers: readonly StoredAnswer[];
  /** Run in order, after the entries, with stores bound to the transaction. */
  readonly also: readonly ((stores: Stores) => Promise<void>)[];
};

/** Where the log is kept. Errors of every method: JournalError. */
export interface Journal {
  /** Place of the last entry; sequence 0 with the genesis hash while there is none. */
  head(): Promise<LogPosition>;
  /** In order, at most `limit` of them. */
  read(options: { after: number; limit: number }): Promise<Entry[]>;
  /** One transaction, durable when it resolves; all or nothing. Entries must follow the head: a taken sequence is `conflict`. */
  append(batch: Batch): Promise<void>;
  answerOf(commandId: CommandId): Promise<StoredAnswer | undefined>;
  forgetAnswersBefore(at: number): Promise<void>;
  /** The newest one that can be read. */
  latestSnapshot(): Promise<StoredSnapshot | undefined>;
  /** Keeps the newest few. */
  putSnapshot(snapshot: StoredSnapshot): Promise<void>;
  /** Oldest first. */
  heads(): Promise<SignedHead[]>;
  /** One a day: a later one of the same day takes its place. */
  putHead(head: SignedHead): Promise<void>;
  /** Newest first, before this sequence if given; of courts whose code begins with `seenFrom`; with `subjects` about one of these alone. */
  query(options: { filter: AuditFilter; subjects?: readonly string[]; seenFrom: CourtCode; before: number | null; limit: number }): Promise<Entry[]>;
  /** People who caused entries in courts whose code begins with `seenFrom`, under the name they had last. */
  actors(seenFrom: CourtCode): Promise<{ userId: UserId; name: string; courtCode: CourtCode }[]>;
  /** Whether it answers and can be written; used to find out when it is back. */
  probe(): Promise<void>;
}
