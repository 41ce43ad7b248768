import { useState } from 'react';
import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { useHall } from '../../hall/index.ts';

/** The clock may walk over hours with everything that is due in them. */
const STEER_WITHIN_MS = 600_000;

type Steering = { readonly busy: boolean; readonly problem: AppError | null; readonly steer: (to: RequestInput<'clock.steer'>) => Promise<void> };

/** Sets the clock of the exercise; one step at a time. */
export function useSteer(): Steering {
  const { link } = useHall();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const steer = async (to: RequestInput<'clock.steer'>) => {
    setBusy(true);
    setProblem(null);
    try {
      await link.request('clock.steer', to, { timeoutMs: STEER_WITHIN_MS });
    } catch (error) {
      setProblem(error instanceof AppError ? error : new AppError('internal', { cause: error }));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, steer };
}
