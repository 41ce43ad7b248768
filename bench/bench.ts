import type { BenchHall } from './harness/benchHall.ts';
import type { Measure } from './report/measure.ts';

export type BenchRun = {
  readonly hall: BenchHall;
  readonly rounds: number;
  /** For what is measured over a length of time. */
  readonly minutes: number;
  /** Progress for a person, a line at a time. */
  readonly say: (text: string) => void;
};

/** Measures, and leaves nothing running but what the hall ends. Errors: when something did not work; never because it was slow. */
export type Bench = (run: BenchRun) => Promise<Measure[]>;

/** Runs both in turn, after what `before` sets up for the round; the other first in every second round, so that neither always meets what the former left behind. */
export async function interleaved<Value>(options: {
  rounds: number;
  before?: (round: number) => Promise<void>;
  ours: (round: number) => Promise<Value>;
  peer: (round: number) => Promise<Value>;
  each: (round: number, ours: Value, peer: Value) => void | Promise<void>;
}): Promise<void> {
  for (let round = 0; round < options.rounds; round += 1) {
    await options.before?.(round);
    if (round % 2 === 0) {
      const ours = await options.ours(round);
      await options.each(round, ours, await options.peer(round));
    } else {
      const peer = await options.peer(round);
      await options.each(round, await options.ours(round), peer);
    }
  }
}

export const wait = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
