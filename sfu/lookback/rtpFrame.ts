/** What a frame's packets say, once they are together. */
export type AssembledFrame = { readonly key: boolean; readonly bytes: Buffer };

/** Puts the payloads of one frame, in order and without a gap, together; null when they are no whole frame. */
export type FrameReader = (payloads: readonly Buffer[]) => AssembledFrame | null;
