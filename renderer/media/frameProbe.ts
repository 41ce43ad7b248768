/** What was really presented on one `<video>`. */
export type FrameSight = {
  readonly framesPresented: number;
  readonly framesPerSecond: number;
  /** When the newest frame was presented, ms since the epoch (this machine); null before the first. */
  readonly lastFrameAt: number | null;
  /** Glass-to-glass delay from the clock in the frame, ms; null when there is none. */
  readonly delayMs: number | null;
  readonly widthPx: number;
  readonly heightPx: number;
};
