import { randomUUIDv7 } from 'node:crypto';
import { commandId as commandIdSchema, type CommandId, type StepId } from '#protocol/nouns/ids.ts';
import { closeGap, openGap } from '#domain/steps/decideGap.ts';
import type { HallLog } from '../../ports/log.ts';

type Gap =
  | { readonly kind: 'opened'; readonly stepId: StepId; readonly fromAt: number; readonly recording: number; readonly needed: number }
  | { readonly kind: 'closed'; readonly stepId: StepId; readonly toAt: number };

/** Gaps on their way into the log, in order; while it cannot be written they wait, with the times that were measured. */
export class GapEntries {
  readonly #log: HallLog;
  readonly #waiting: { readonly gap: Gap; readonly commandId: CommandId }[] = [];
  readonly #stopListening: () => void;
  #writing = false;
  #closed = false;

  constructor(log: HallLog) {
    this.#log = log;
    this.#stopListening = log.onStatus(({ writable }) => {
      if (writable) {
        this.#write();
      }
    });
  }

  add(gap: Gap): void {
    // An id, because a write that failed may have become durable after all.
    this.#waiting.push({ gap, commandId: commandIdSchema.parse(randomUUIDv7()) });
    this.#write();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#stopListening();
  }

  #write(): void {
    if (!this.#writing && !this.#closed) {
      this.#writing = true;
      void this.#writeAll();
    }
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined && !this.#closed; next = this.#waiting[0]) {
      const { gap, commandId } = next;
      try {
        await this.#log.execute({
          commandId,
          name: gap.kind === 'opened' ? 'step.gapOpened' : 'step.gapClosed',
          input: gap,
          actor: { kind: 'hall' },
          via: null,
          decide: (state) => (gap.kind === 'opened' ? openGap(state, gap) : closeGap(state, gap)),
        });
      } catch {
        // The log says itself why it cannot be written; what waits is written when it can be again.
        break;
      }
      this.#waiting.shift();
    }
    this.#writing = false;
  }
}
