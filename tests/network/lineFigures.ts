import type { Heard } from './pages/receiving.ts';

/** More of a window's energy than this is the tone: what was sent is what is heard. */
const TONE_SHARE = 0.6;
/** A picture that stands longer than this is frozen, ms. */
const FROZEN_MS = 1_000;

/** What a person at the desk had of a unit for a while. */
export type LineFigures = {
  readonly framesPerSecond: number;
  /** Share of the time in which the picture stood for more than a second. */
  readonly frozenShare: number;
  /** Share of the fifths of a second in which the tone was there. */
  readonly toneShare: number;
  readonly longestToneGapMs: number;
};

export function lineFigures({ framesAt, windows }: Heard, span: { fromAt: number; toAt: number }): LineFigures {
  const within = (at: number) => at >= span.fromAt && at <= span.toAt;
  const frames = [span.fromAt, ...framesAt.filter(within), span.toAt];
  const gaps = frames.slice(1).map((at, index) => at - frames[index]!);
  const heard = windows.filter(({ at }) => within(at));
  const tones = [span.fromAt, ...heard.filter(({ share }) => share > TONE_SHARE).map(({ at }) => at), span.toAt];
  return {
    framesPerSecond: ((frames.length - 2) * 1_000) / (span.toAt - span.fromAt),
    frozenShare: gaps.filter((gap) => gap > FROZEN_MS).reduce((sum, gap) => sum + gap, 0) / (span.toAt - span.fromAt),
    toneShare: heard.length === 0 ? 0 : (tones.length - 2) / heard.length,
    longestToneGapMs: Math.max(...tones.slice(1).map((at, index) => at - tones[index]!)),
  };
}

/** From a moment on, ms until the tone and until the picture are back; Infinity: they never were. */
export function recovery({ framesAt, windows }: Heard, fromAt: number): { toneMs: number; pictureMs: number } {
  const tone = windows.find(({ at, share }) => at > fromAt && share > TONE_SHARE)?.at;
  // The first frame after the fault may have been on its way before: two of them are a picture that moves.
  const picture = framesAt.filter((at) => at > fromAt)[1];
  return { toneMs: (tone ?? Infinity) - fromAt, pictureMs: (picture ?? Infinity) - fromAt };
}
