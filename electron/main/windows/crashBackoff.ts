const DELAYS_MS = [200, 1_000, 3_000, 10_000] as const;
/** A page that lived this long has recovered; its next crash counts as the first one again. */
const HEALTHY_AFTER_MS = 60_000;

type CrashHistory = { readonly count: number; readonly lastAt: number };
export const NO_CRASHES: CrashHistory = { count: 0, lastAt: Number.NEGATIVE_INFINITY };

/** How long to wait before a crashed page is loaded again: at once at first, slower in a crash loop, never given up. */
export function crashBackoff(history: CrashHistory, nowAt: number): { history: CrashHistory; delayMs: number } {
  const count = nowAt - history.lastAt > HEALTHY_AFTER_MS ? 1 : history.count + 1;
  const delayMs = DELAYS_MS[Math.min(count, DELAYS_MS.length) - 1] ?? 10_000;
  return { history: { count, lastAt: nowAt }, delayMs };
}
