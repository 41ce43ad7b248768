import type { DeviceRecording, Playback, Steering } from '#protocol/media/recordings.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { CommandId, SessionId, SourceId } from '#protocol/nouns/ids.ts';

/** By the device's clock, ms since the epoch; `until` is not included. */
export type PlaySpan = { readonly from: number; readonly until: number };
/** Who steers a playback until the session has ended. */
export type PlaybackHolder = { readonly sessionId: SessionId; readonly name: string; readonly ended: AbortSignal };

/** What GB/T 28181 devices have recorded. Sources are of that protocol. */
export interface GbRecordings {
  isHere(record: SourceRecord): boolean;
  /** Errors: AppError deviceAway, deviceSilent, deviceRefused. */
  list(record: SourceRecord, span: PlaySpan): Promise<{ readonly recordings: DeviceRecording[]; /** As the device said. */ readonly announced: number }>;
  /** What is played of the source; null for nothing. */
  of(sourceId: SourceId): Playback | null;
  /** Asked twice by one command it begins once. Errors: AppError deviceAway, playbackHeld, tooManyFeeds, logUnavailable. */
  play(options: { readonly commandId: CommandId; readonly record: SourceRecord; readonly span: PlaySpan; readonly holder: PlaybackHolder }): Promise<Playback>;
  /** Errors: AppError notFound, playbackHeld, deviceSilent, deviceRefused. */
  steer(sourceId: SourceId, steering: Steering, holder: PlaybackHolder): Promise<Playback>;
  /** Errors: AppError playbackHeld. */
  stop(sourceId: SourceId, holder: PlaybackHolder): void;
}
