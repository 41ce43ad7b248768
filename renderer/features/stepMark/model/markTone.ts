import type { Pressing } from './pressingClock.ts';
import type { Recorders } from './recordersOf.ts';
import type { StepStanding } from './stepStanding.ts';

export type MarkTone = 'calm' | 'amber' | 'red';

/** Red is a limit that is over; amber what somebody has to do something about. */
export function markTone({ pressing, standing, recorders }: { readonly pressing: Pressing | null; readonly standing: Pick<StepStanding, 'missing'>; readonly recorders: Recorders | null }): MarkTone {
  if (pressing?.tone === 'red') {
    return 'red';
  }
  return pressing?.tone === 'amber' || standing.missing.length > 0 || (recorders !== null && recorders.gap !== null) ? 'amber' : 'calm';
}
