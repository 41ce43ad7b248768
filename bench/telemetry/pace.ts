import { setTimeout as wait } from 'node:timers/promises';

const TURN_MS = 10;

/** Has each of so many units send once a second, evenly over the second, for so long. Answers how many fixes that were. */
export async function sendInTurn({ units, forMs, send }: { units: number; forMs: number; send: (unit: number) => void }): Promise<number> {
  const startedAt = performance.now();
  const all = Math.round((units * forMs) / 1_000);
  for (let sent = 0; sent < all; ) {
    const due = Math.min(all, Math.floor(((performance.now() - startedAt) * units) / 1_000));
    for (; sent < due; sent += 1) {
      send(sent % units);
    }
    await wait(TURN_MS);
  }
  return all;
}
