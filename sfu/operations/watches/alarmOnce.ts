import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Alarms, Happening } from '../../ports/alarms.ts';
import type { HallClock } from '../../ports/clock.ts';

const AGAIN_AFTER_MS = 10_000;

/** Raises an alarm until it is raised: while nothing can be recorded it tries again. */
export class AlarmOnce {
  readonly #options: { readonly alarms: Alarms; readonly clock: HallClock; readonly logger: Logger };
  /** Being raised, or raised in this run of the hall. */
  readonly #raised = new Set<CommandId>();
  #closed = false;

  constructor(options: { readonly alarms: Alarms; readonly clock: HallClock; readonly logger: Logger }) {
    this.#options = options;
  }

  raise(commandId: CommandId, happening: Happening): void {
    if (!this.#raised.has(commandId)) {
      this.#raised.add(commandId);
      void this.#try({ ...happening, commandId });
    }
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
  }

  async #try(happening: Happening): Promise<void> {
    if (this.#closed) {
      return;
    }
    const { alarms, clock, logger } = this.#options;
    try {
      await alarms.raise(happening);
    } catch (error) {
      // A hall that ran before raised it in other words.
      if (error instanceof AppError && error.code === 'conflict') {
        return;
      }
      logger.warn({ err: error, kind: happening.kind, stepId: happening.stepId }, 'an alarm was not raised; trying again');
      clock.at(clock.now() + AGAIN_AFTER_MS, () => void this.#try(happening));
    }
  }
}
