import { openOperator, type HallPlace } from '../../../sfu/commands/openOperator.ts';

const HOUR_MS = 3_600_000;

/** The clock of an exercise hall goes on by so much, an hour at a time; whatever is due on the way has happened then. */
export async function advanceClock(place: HallPlace, ms: number): Promise<void> {
  const operator = await openOperator(place);
  try {
    for (let left = ms; left > 0; left -= HOUR_MS) {
      await operator.request('clock.steer', { advanceMs: Math.min(left, HOUR_MS) });
    }
  } finally {
    operator.close();
  }
}

/** The same in one leap, to this moment, ms since the epoch. Errors: badInput, where it has passed. */
export async function advanceClockTo(place: HallPlace, at: number): Promise<void> {
  const operator = await openOperator(place);
  try {
    await operator.request('clock.steer', { advanceTo: at });
  } finally {
    operator.close();
  }
}
