import type { TelemetryFix } from '#protocol/telemetry/frames.ts';
import { routePosition } from '../routes/routePosition.ts';
import { ROUTES } from '../routes/routes.ts';
import type { PlannedMember } from './member.ts';

/** A recorder lasts about eight hours. */
const DRAIN_PERCENT_PER_HOUR = 12;
/** Recorders ask to be charged before they go dark; the simulated ones keep this much. */
const LEAST_BATTERY_PERCENT = 4;
const HOUR_MS = 3_600_000;

/** What a simulated unit tells about itself `elapsedMs` after its start. */
export function unitFix(member: PlannedMember, options: { elapsedMs: number; at: number }): TelemetryFix {
  const route = ROUTES.find(({ routeId }) => routeId === member.routeId) ?? ROUTES[0]!;
  const travelledMs = member.routeOffsetMs + options.elapsedMs;
  // A slow wave each of its own stands for streets with good and bad reception.
  const reception = Math.sin(travelledMs / 23_000) + 0.5 * Math.sin(travelledMs / 7_100);
  const charging = member.kind === 'vehicle';
  const drained = charging ? 0 : (DRAIN_PERCENT_PER_HOUR * options.elapsedMs) / HOUR_MS;
  return {
    ...routePosition(route, travelledMs),
    accuracyM: 6 + 4 * (1.5 - reception),
    batteryPercent: Math.max(LEAST_BATTERY_PERCENT, member.batteryPercent - drained),
    signalBars: Math.max(1, Math.min(4, Math.round(3 + reception))),
    charging,
    at: options.at,
  };
}

export function placeOf(member: PlannedMember): string {
  return ROUTES.find(({ routeId }) => routeId === member.routeId)?.place ?? '';
}
