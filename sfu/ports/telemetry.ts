import type { Session } from './session.ts';

/** Takes the binary frames of a socket. */
export interface TelemetryIntake {
  /** Errors: TelemetryFrameError for bytes that are no fix; the signalling room answers and counts it. */
  receive(bytes: Uint8Array, session: Session): void;
}
