import { setImmediate } from 'node:timers/promises';
import type { HallLog } from '../ports/log.ts';

/** A chain of decisions that never ends must not hold the clock for ever. */
const MAX_ROUNDS = 1_000;

/** Resolves when every command that is under way, and those that follow from it, are durable; at once while the log cannot be written. */
export async function settledLog(log: Pick<HallLog, 'execute' | 'position'>): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { sequence } = log.position;
    try {
      // Decides nothing, but stands in the queue behind all the others.
      await log.execute({ commandId: null, name: 'clock.settle', input: {}, actor: { kind: 'hall' }, via: null, decide: () => ({ events: [], answer: () => null }) });
    } catch {
      return;
    }
    await setImmediate();
    if (log.position.sequence === sequence) {
      return;
    }
  }
}
