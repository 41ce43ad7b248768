import type { HallState } from '#domain/hallState/hallState.ts';
import { clocksOfStep, type Rules } from '#domain/steps/stepRules.ts';

type Seen = Pick<HallState, 'alarms' | 'orders' | 'calls' | 'steps'>;

/** The next time at which the hall does something of itself: an alarm climbs, an order lapses, a limit turns amber or runs out; ms since the epoch. Null: it waits for nothing. */
export function nextDue(state: Seen, rules: Rules | null, now: number): number | null {
  const times = [
    ...[...state.alarms.values()].map(({ escalatesAt }) => escalatesAt),
    ...[...state.orders.values()].filter((order) => order.state === 'sent' || order.state === 'received').map(({ acceptBy }) => acceptBy),
    ...[...state.calls.values()].filter(({ calledBack }) => calledBack === null).flatMap(({ triage, triageBy, callBackBy }) => (triage === null ? [triageBy, callBackBy] : [callBackBy])),
    ...(rules === null ? [] : [...state.steps.values()].flatMap((step) => clocksOfStep(step, rules)).filter(({ metAt }) => metAt === null).flatMap(({ amberAt, dueAt }) => [amberAt, dueAt])),
  ].filter((at) => at !== null && at > now);
  return times.length === 0 ? null : Math.min(...(times as number[]));
}
