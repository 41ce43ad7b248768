import type { UnitId } from '#protocol/nouns/ids.ts';

/** The way of a voice to a unit that has no session: a recorder or camera that plays what it is sent. */
export interface VoiceSink {
  /**
   * Somebody begins to speak to it. `packet` takes RTP packets of Opus (48 kHz, payload as in RFC 7587) until `end`.
   * Errors: AppError unitAway, unitCannotHear (the device refused, or did not answer in time).
   */
  begin(speech: { readonly name: string; readonly onLost: () => void }): Promise<{ packet(rtp: Buffer): void; end(): void }>;
}

/** Where talk finds those ways. */
export interface VoiceSinks {
  /** From now until undone. A later one takes the place of an earlier one. */
  register(unitId: UnitId, sink: VoiceSink): () => void;
}
