import { batchRowOf, encodeKeyframe } from '#protocol/telemetry/batches.ts';
import type { TelemetryFix } from '#protocol/telemetry/frames.ts';

/** A batch that stands for itself, for tests. Fixes in the order of their indexes. */
export function batchOfFixes(fixes: readonly { telemetryIndex: number; fix: TelemetryFix }[], sentAt: number, sequence = 0): Uint8Array<ArrayBuffer> {
  return encodeKeyframe(fixes.map(({ telemetryIndex, fix }) => batchRowOf(telemetryIndex, fix)), { sentAt, sequence });
}
