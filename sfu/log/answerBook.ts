import { AppError } from '#protocol/errors.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { StoredAnswer } from '../ports/journal.ts';
import type { Outcome } from '../ports/log.ts';

const KEPT = 10_000;

/** What makes two commands the same. */
export type CommandKey = Pick<StoredAnswer, 'commandId' | 'name' | 'inputHash'>;

type LookUp = (commandId: CommandId) => Promise<StoredAnswer | undefined>;

/** Sees to it that a command is done once: remembers the answers of late, looks older ones up, and joins those that ask at the same time. */
export class AnswerBook {
  readonly #lookUp: LookUp;
  readonly #recent = new Map<CommandId, StoredAnswer>();
  readonly #underWay = new Map<CommandId, { readonly key: CommandKey; readonly outcome: Promise<Outcome<unknown>> }>();

  constructor(lookUp: LookUp) {
    this.#lookUp = lookUp;
  }

  /** The answer it was given before, else that of `run`. Errors: conflict (the id was used for something else); those of `run` and of the look-up. */
  async once(key: CommandKey, run: () => Promise<unknown>): Promise<Outcome<unknown>> {
    const underWay = this.#underWay.get(key.commandId);
    if (underWay !== undefined) {
      checkSame(underWay.key, key);
      return { answer: (await underWay.outcome).answer, repeated: true };
    }
    const outcome = this.#recallOr(key, run);
    this.#underWay.set(key.commandId, { key, outcome });
    try {
      return await outcome;
    } finally {
      this.#underWay.delete(key.commandId);
    }
  }

  /** To be called when it is durable. */
  remember(answer: StoredAnswer): void {
    this.#recent.set(answer.commandId, answer);
    const oldest = this.#recent.size > KEPT ? this.#recent.keys().next().value : undefined;
    if (oldest !== undefined) {
      this.#recent.delete(oldest);
    }
  }

  async #recallOr(key: CommandKey, run: () => Promise<unknown>): Promise<Outcome<unknown>> {
    const stored = this.#recent.get(key.commandId) ?? (await this.#lookUp(key.commandId));
    if (stored === undefined) {
      return { answer: await run(), repeated: false };
    }
    checkSame(stored, key);
    const answer: unknown = JSON.parse(stored.answer);
    return { answer, repeated: true };
  }
}

function checkSame(former: CommandKey, { name, inputHash }: CommandKey): void {
  if (former.name !== name || former.inputHash !== inputHash) {
    throw new AppError('conflict', { detail: 'the command id was used for something else' });
  }
}
