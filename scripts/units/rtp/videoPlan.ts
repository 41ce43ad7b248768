import type { FrameSize } from '../picture/scene.ts';

export type VideoPlan = { readonly size: FrameSize; readonly framesPerSecond: number; readonly videoBitrateBps: number };

/** What each simulated recorder encodes, so that `count` of them leave room for a hall and a wall on two cores. */
export function videoPlan(count: number): VideoPlan {
  if (count <= 8) {
    return { size: { width: 640, height: 360 }, framesPerSecond: 12, videoBitrateBps: 500_000 };
  }
  if (count <= 20) {
    return { size: { width: 480, height: 270 }, framesPerSecond: 12, videoBitrateBps: 350_000 };
  }
  return { size: { width: 320, height: 180 }, framesPerSecond: 10, videoBitrateBps: 200_000 };
}
