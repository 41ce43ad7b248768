import { randomUUIDv7 } from 'node:crypto';
import { commandId as commandIdSchema, type CommandId } from '#protocol/nouns/ids.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { HallLog } from '../ports/log.ts';

type CentreEvent = Extract<NewEvent, { name: `centre.${string}` }>;

/** Losses and returns on their way into the log, in order; while it cannot be written they wait. */
export class CentreEntries {
  readonly #log: HallLog;
  readonly #waiting: { readonly event: CentreEvent; readonly commandId: CommandId }[] = [];
  readonly #stopListening: () => void;
  #writing = false;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(log: HallLog) {
    this.#log = log;
    this.#stopListening = log.onStatus(({ writable }) => {
      if (writable) {
        this.#write();
      }
    });
  }

  add(event: CentreEvent): void {
    // An id, because a write that failed may have become durable after all.
    this.#waiting.push({ event, commandId: commandIdSchema.parse(randomUUIDv7()) });
    this.#write();
  }

  /** Idempotent. Resolves when the entry under way is done. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    await this.#turn;
  }

  #write(): void {
    if (!this.#writing && !this.#closed) {
      this.#writing = true;
      this.#turn = this.#writeAll();
    }
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined && !this.#closed; next = this.#waiting[0]) {
      const { event, commandId } = next;
      const { name, subject, data } = event;
      const decision = { events: [event], answer: () => ({}) };
      try {
        await this.#log.execute({ commandId, name, input: { subject, data }, actor: { kind: 'hall' }, via: null, decide: () => decision });
      } catch {
        // The log says itself why it cannot be written; what waits is written with the next one, or when it can be again.
        break;
      }
      this.#waiting.shift();
    }
    this.#writing = false;
  }
}
