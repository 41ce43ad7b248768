const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** So that fifty cameras behind one switch do not come back in one moment. */
const JITTER = 0.2;

/** How long to wait after so many failures in a row, ms. `random`: from 0 to 1. */
export function backOff(failures: number, random: number): number {
  const plain = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(0, failures - 1), 10));
  return Math.round(plain * (1 - JITTER + 2 * JITTER * random));
}
