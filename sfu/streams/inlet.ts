import type { StreamInput } from './ffmpeg/streamInput.ts';

/** A stream that is there to be read. */
export type OpenStream = {
  readonly input: StreamInput;
  /** Idempotent. Resolves when nothing of it is left. */
  close(): Promise<void> | void;
};

/** The way by which the streams of one source come. */
export interface Inlet {
  /** Resolves when a stream is there: at once where it is fetched, when the encoder comes where it is sent. Errors: StreamFault; aborted. */
  open(signal: AbortSignal): Promise<OpenStream>;
  /** Idempotent. */
  close(): void;
}
