import { BatchReader, fixOfRow } from '#protocol/telemetry/batches.ts';
import type { TelemetryFix } from '#protocol/telemetry/frames.ts';

export type HeardBatch = { readonly sentAt: number; readonly fixes: readonly { readonly telemetryIndex: number; readonly fix: TelemetryFix }[] };

/** What a console that heard these frames, from its first on, was told. Errors: TelemetryFrameError; Error for a batch after one that is missing. */
export function readBatches(frames: readonly Uint8Array[]): HeardBatch[] {
  const reader = new BatchReader();
  return frames.map((bytes) => {
    const batch = reader.read(bytes);
    if (batch === null) {
      throw new Error('a batch is missing before this one');
    }
    return { sentAt: batch.sentAt, fixes: batch.rows.map((row) => ({ telemetryIndex: row.telemetryIndex, fix: fixOfRow(row) })) };
  });
}
