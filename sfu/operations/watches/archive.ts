import type { Logger } from 'pino';
import type { PartyId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { archiveOperation, archiveStep, toArchive } from '#domain/operations/decideArchive.ts';
import type { Rules } from '#domain/steps/stepRules.ts';
import type { HallClock } from '../../ports/clock.ts';
import type { HallLog } from '../../ports/log.ts';

const DAY_MS = 86_400_000;

type Options = { readonly log: HallLog; readonly rules: Rules; readonly clock: HallClock; readonly logger: Logger };
type Gone = { readonly partyIds: readonly PartyId[] };

/** Once a day what is long over leaves the hall: it stays in the log, and the personal data of its parties are erased. */
export class Archive {
  readonly #options: Options;
  readonly #cancel: readonly (() => void)[];
  #underWay: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    const { clock } = options;
    this.#cancel = [clock.at(clock.now(), () => this.#begin()), clock.every(DAY_MS, () => this.#begin())];
  }

  static create(options: Options): Archive {
    return new Archive(options);
  }

  /** Idempotent. Resolves when what is under way is done. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel.forEach((cancel) => cancel());
    await this.#underWay;
  }

  #begin(): void {
    this.#underWay = this.#underWay.then(() => this.#archive()).catch((error: unknown) => {
      // What is left is taken the next day.
      this.#options.logger.warn({ err: error }, 'not everything that is over was archived');
    });
  }

  async #archive(): Promise<void> {
    const { log, rules, clock } = this.#options;
    const { operationIds, stepIds } = toArchive(log.state, { ...rules, at: clock.now() });
    for (const operationId of operationIds) {
      await this.#execute('operation.archive', { operationId }, (state, at) => archiveOperation(state, { operationId }, { ...rules, at }));
    }
    for (const stepId of stepIds) {
      await this.#execute('step.archive', { stepId }, (state, at) => archiveStep(state, { stepId }, { ...rules, at }));
    }
  }

  async #execute(name: string, input: unknown, decide: (state: HallState, at: number) => Decision<Gone>): Promise<void> {
    if (this.#closed) {
      return;
    }
    let gone: Gone = { partyIds: [] };
    await this.#options.log.execute({
      commandId: null,
      name,
      input,
      actor: { kind: 'hall' },
      via: null,
      decide: (state, at) => {
        const decision = decide(state, at);
        gone = decision.answer(state);
        return decision;
      },
      also: (stores) => stores.parties.erase(gone.partyIds),
    });
  }
}
