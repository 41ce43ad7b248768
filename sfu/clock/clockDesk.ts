import { AppError } from '#protocol/errors.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { MAX_CLOCK_STEP_MS } from '#protocol/nouns/clock.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { VirtualClock } from './virtualClock.ts';

type Options = {
  readonly clock: HallClock;
  /** Whether the hall says that it is an exercise; only then its clock may be steered over the socket. */
  readonly exercise: boolean;
  readonly log: Pick<HallLog, 'execute'>;
  /** The hall's own court. */
  readonly courtCode: CourtCode;
  readonly sessions: () => Iterable<Session>;
};

type Steering = RequestData<'clock.steer'>;

export interface ClockDesk {
  readonly handlers: HandlersOf<'clock'>;
  /** What the answers to hello and ping say of the clock. */
  reading(): { readonly serverAt: number; readonly rate: number };
  /** Idempotent. */
  close(): void;
}

/** What the hall's clock is asked, and told; every open session hears of each step. */
export function createClockDesk({ clock, exercise, log, courtCode, sessions }: Options): ClockDesk {
  const virtual = clock instanceof VirtualClock ? clock : null;
  const rate = () => virtual?.rate ?? 1;
  const stopTelling = virtual?.onChanged((reading) => {
    const text = JSON.stringify({ notice: 'clock.changed', data: reading });
    for (const session of sessions()) {
      session.write(text);
    }
  });
  // One after the other: two steps by ten minutes are twenty.
  let queue: Promise<unknown> = Promise.resolve();

  async function steer(steering: Steering, { actor, tokenId: via }: Session): Promise<RequestOutput<'clock.steer'>> {
    if (virtual === null || !exercise) {
      throw new AppError('notAnExercise');
    }
    const fromAt = virtual.now();
    const toAt = targetOf(steering, fromAt);
    const newRate = 'rate' in steering ? steering.rate : virtual.rate;
    // First the trace: a step that cannot be recorded is not taken.
    await log.execute({
      commandId: null,
      name: 'clock.steer',
      input: steering,
      actor,
      via,
      decide: () => ({ events: [{ name: 'clock.steered', subject: 'clock/hall', courtCode, data: { fromAt, toAt, rate: newRate } }], answer: () => null }),
    });
    if ('rate' in steering) {
      virtual.setRate(steering.rate);
    } else {
      await virtual.advanceTo(toAt);
    }
    return { at: virtual.now(), rate: virtual.rate };
  }

  return {
    handlers: {
      'clock.read': () => ({ at: clock.now(), rate: rate(), exercise }),
      'clock.steer': (steering, session) => {
        const steered = queue.then(() => steer(steering, session));
        queue = steered.catch(() => undefined);
        return steered;
      },
    },
    reading: () => ({ serverAt: clock.now(), rate: rate() }),
    close: () => stopTelling?.(),
  };
}

/** Errors: badInput. */
function targetOf(steering: Steering, fromAt: number): number {
  if ('advanceMs' in steering) {
    return fromAt + steering.advanceMs;
  }
  if ('advanceTo' in steering) {
    const { advanceTo } = steering;
    if (advanceTo <= fromAt || advanceTo > fromAt + MAX_CLOCK_STEP_MS) {
      throw new AppError('badInput', { params: { path: 'advanceTo' } });
    }
    return advanceTo;
  }
  return fromAt;
}
