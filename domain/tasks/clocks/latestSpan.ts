import type { Flow, FlowClock } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';

/** What happened while a clock ran; `days`: workdays that were granted. */
export type SpanMoment = { readonly kind: 'paused' | 'resumed' | 'restarted'; readonly at: number } | { readonly kind: 'extended'; readonly at: number; readonly days: number };

/** One run of a clock: from the entry into one of its states until it is left for a state in which it neither runs nor stands still. */
export type Span = { readonly startedAt: number; readonly endedAt: number | null; readonly moments: readonly SpanMoment[] };

/** The latest run; those before it are over and count no more. Null: it has not begun. */
export function latestSpan({ history }: Pick<Task, 'history'>, { steps }: Pick<Flow, 'steps'>, { runsIn, pausedIn, restartedBy, extendable }: FlowClock): Span | null {
  const grants = new Set(extendable ? steps.filter(({ kind }) => kind === 'grant').map(({ id }) => id) : []);
  let span: { startedAt: number; endedAt: number | null; moments: SpanMoment[] } | null = null;
  let isPaused = false;
  for (const { at, what, state, count } of history) {
    const runs = runsIn.includes(state);
    if (span === null || span.endedAt !== null) {
      if (!runs) continue;
      span = { startedAt: at, endedAt: null, moments: [] };
      isPaused = false;
    } else if (!runs && !pausedIn.includes(state)) {
      span.endedAt = at;
      continue;
    } else if (runs === isPaused) {
      isPaused = !runs;
      span.moments.push({ kind: isPaused ? 'paused' : 'resumed', at });
    }
    if (restartedBy.includes(what)) span.moments.push({ kind: 'restarted', at });
    if (grants.has(what) && count !== null) span.moments.push({ kind: 'extended', at, days: count });
  }
  return span;
}
