import type { CommandId, TokenId } from '#protocol/nouns/ids.ts';
import type { Actor, Entry, LogPosition, LogStatus } from '#protocol/nouns/log.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Stores } from './stores.ts';

/** One thing that someone wants done. */
export type Command<Answer> = {
  /** Given by whoever may ask again: the same id is answered, not repeated. Null for what the hall does of itself. */
  readonly commandId: CommandId | null;
  /** What was asked, such as `unit.revoke`, and with what: the same id with something else is a conflict. */
  readonly name: string;
  readonly input: unknown;
  readonly actor: Actor;
  readonly via: TokenId | null;
  /** Pure; sees every command decided before, also those not yet durable. Errors: AppError. */
  readonly decide: (state: HallState, at: number) => Decision<Answer>;
  /** What is kept beside the log (secrets, tokens), in the same transaction: all or nothing. Runs only if something was decided anew. */
  readonly also?: (stores: Stores, at: number) => Promise<void>;
};

export type Outcome<Answer> = {
  /** For a repeated command the answer it was given the first time (as JSON brings it back). */
  readonly answer: Answer;
  readonly repeated: boolean;
};

/** Entries that became durable together, and the state after them. */
export type Appended = { readonly after: LogPosition; readonly entries: readonly Entry[]; readonly state: HallState; readonly upTo: LogPosition };

/** The log as the rooms use it. */
export interface HallLog {
  /** The fold of everything durable. */
  readonly state: HallState;
  readonly position: LogPosition;
  readonly status: LogStatus;
  /** Resolves when what was decided is durable. Errors: what `decide` throws; conflict (commandId reused); logUnavailable. */
  execute<Answer>(command: Command<Answer>): Promise<Outcome<Answer>>;
  /** Called in order, in the turn in which `state` changes. Returns its own undoing. */
  onAppended(listener: (appended: Appended) => void): () => void;
  onStatus(listener: (status: LogStatus) => void): () => void;
  /** Entries after this place; null when they are not at hand (too long ago, or a place of another history): read the state. */
  since(position: LogPosition): readonly Entry[] | null;
}
