/** First call for a key frame after this long without a frame, ms. */
const FIRST_AFTER_MS = 1_500;
const MAX_PAUSE_MS = 10_000;

/** Decides when a silent tile presses for frames: at 1.5 s, then after 2, 4, 8 and every 10 s. */
export type FramePress = {
  /** True when now is the time to press; `silentMs` is how long no frame came although one should. */
  due(options: { silentMs: number; now: number }): boolean;
  /** A frame came, or none is expected. */
  calm(): void;
};

export function createFramePress(): FramePress {
  let attempts = 0;
  let nextAt = 0;
  return {
    due: ({ silentMs, now }) => {
      if (silentMs < FIRST_AFTER_MS || now < nextAt) {
        return false;
      }
      attempts += 1;
      nextAt = now + Math.min(MAX_PAUSE_MS, 1_000 * 2 ** attempts);
      return true;
    },
    calm: () => {
      attempts = 0;
      nextAt = 0;
    },
  };
}
