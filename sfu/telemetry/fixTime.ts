/** A unit's clock may be off; a fix from further ahead than this is dated when it came, ms. */
export const MAX_AHEAD_MS = 60_000;

export type FixTime = {
  /** Ms since the epoch. */
  readonly at: number;
  /** Dated anew: the unit's clock is too far ahead. */
  readonly early: boolean;
  /** Measured before what is shown already: for the archive alone. */
  readonly late: boolean;
};

/** When a fix was measured, as the hall takes it. `lastAt`: of the unit's newest fix, null before the first. */
export function fixTime({ measuredAt, receivedAt, lastAt }: { measuredAt: number; receivedAt: number; lastAt: number | null }): FixTime {
  const early = measuredAt > receivedAt + MAX_AHEAD_MS;
  const at = Math.round(early ? receivedAt : measuredAt);
  return { at, early, late: lastAt !== null && at < lastAt };
}
