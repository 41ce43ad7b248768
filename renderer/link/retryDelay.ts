/** The first retry comes this soon: most interruptions are a server's restart, over in a second or two. */
const FIRST_DELAY_MS = 150;
const GROWTH = 1.6;
const MAX_DELAY_MS = 2_000;
/** Part of the delay that chance takes off, so that a wall's windows do not come back in one moment. */
const JITTER = 0.4;

/** Delay before retry number `attempt` (0 is the first), ms. `random` gives 0 to 1. */
export function retryDelayMs(options: { attempt: number; random: () => number }): number {
  const full = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * GROWTH ** Math.min(options.attempt, 32));
  return Math.round(full * (1 - JITTER * options.random()));
}
