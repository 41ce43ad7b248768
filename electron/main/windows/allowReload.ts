const FIRST_GAP_MS = 5 * 60_000;
const MAX_GAP_MS = 60 * 60_000;
/** A page that went this long without has recovered. */
const HEALTHY_AFTER_MS = 2 * MAX_GAP_MS;

type ReloadHistory = {
  /** Since the program started. */
  readonly count: number;
  readonly lastAt: number;
  readonly gapMs: number;
};
export const NO_RELOADS: ReloadHistory = { count: 0, lastAt: Number.NEGATIVE_INFINITY, gapMs: FIRST_GAP_MS };

/** Whether a page may be loaded anew at its own wish: at most every five minutes, and ever more rarely while it does not help. */
export function allowReload(history: ReloadHistory, nowAt: number): { history: ReloadHistory; allowed: boolean } {
  const restedMs = nowAt - history.lastAt;
  if (restedMs < history.gapMs) return { history, allowed: false };
  const gapMs = restedMs > HEALTHY_AFTER_MS ? FIRST_GAP_MS : Math.min(MAX_GAP_MS, history.gapMs * 2);
  return { history: { count: history.count + 1, lastAt: nowAt, gapMs }, allowed: true };
}
