import type { AnewVideo } from '../../../ports/rewriter.ts';

/** A whole picture, and the sound that came with it. */
export type Shot = {
  readonly codec: AnewVideo;
  /** As it came; empty: of sound alone. */
  readonly picture: Buffer;
  /** What stands between its start codes. */
  readonly units: readonly Buffer[];
  readonly key: boolean;
  readonly audio: Buffer;
  /** On one clock that counts on, ms. */
  readonly videoMs: number;
  readonly audioMs: number;
  /** Of RTP, 90 kHz. */
  readonly timestamp: number;
};

/** The way of a device's pictures and sound into its feed. */
export interface Outlet {
  send(shot: Shot): void;
  /** Idempotent; nothing is told after it. */
  close(): void;
}
