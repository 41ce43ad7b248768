import { AppError } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { StepOfTask } from '#protocol/outside/shapes.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';
import { asUnavailable } from '../../ports/journal.ts';
import type { PartnerStore } from '../../ports/stores.ts';
import type { PartnerTasks } from './partnerTasks.ts';

/** Somebody here acts at the same moment: so often it is tried with what they left. */
const TRIES = 5;

type Received = { readonly deliveryId: string; readonly taskId: TaskId; readonly sequence: number; readonly step: StepOfTask };

/** What partners deliver by signed webhooks: each delivery once, those of a task in their order, whatever the network makes of it. */
export class Receiver {
  readonly #store: Pick<PartnerStore, 'receivedUpTo' | 'noteReceived'>;
  readonly #tasks: PartnerTasks;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor({ store, tasks }: { readonly store: Pick<PartnerStore, 'receivedUpTo' | 'noteReceived'>; readonly tasks: PartnerTasks }) {
    this.#store = store;
    this.#tasks = tasks;
  }

  /** Errors: outOfOrder, and as for a step. A delivery that is refused may be mended and sent again under the same number. */
  async take(partner: Partner, received: Received): Promise<{ taken: boolean; version: number | null }> {
    const key = `${partner.partnerId}/${received.taskId}`;
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(() => this.#take(partner, received));
    const settled = turn.then(() => undefined, () => undefined);
    this.#turns.set(key, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === settled) this.#turns.delete(key);
    }
  }

  async #take(partner: Partner, { deliveryId, taskId, sequence, step }: Received): Promise<{ taken: boolean; version: number | null }> {
    const { partnerId } = partner;
    const { version } = this.#tasks.seen(partner, taskId);
    const last = await this.#store.receivedUpTo({ partnerId, taskId }).catch(asUnavailable);
    if (sequence <= last) {
      return { taken: false, version };
    }
    if (sequence > last + 1) {
      throw new AppError('outOfOrder', { params: { expected: last + 1 } });
    }
    await this.#act(partner, { deliveryId, taskId, sequence, step });
    await this.#store.noteReceived({ partnerId, taskId, number: sequence }).catch(asUnavailable);
    return { taken: true, version: this.#tasks.seen(partner, taskId).version };
  }

  async #act(partner: Partner, { deliveryId, taskId, sequence, step }: Received): Promise<void> {
    const commandId = derivedCommandId('received', partner.partnerId, taskId, sequence, deliveryId);
    for (let tries = 1; ; tries += 1) {
      const expectedVersion = this.#tasks.seen(partner, taskId).version;
      try {
        await this.#tasks.act(partner, { commandId, taskId, expectedVersion }, step);
        return;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
        // The same command was answered before, and the hall killed before it noted that: it is done.
        if (!('version' in error.params)) return;
        if (tries === TRIES) throw error;
      }
    }
  }
}

