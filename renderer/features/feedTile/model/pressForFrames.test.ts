import { describe, expect, it } from 'vitest';
import { createFramePress } from './pressForFrames.ts';

describe('pressing for frames', () => {
  it('begins at 1.5 s and steps back to every 10 s', () => {
    const press = createFramePress();
    const pressedAt: number[] = [];
    for (let now = 0; now <= 40_000; now += 250) {
      if (press.due({ silentMs: now, now })) {
        pressedAt.push(now);
      }
    }
    expect(pressedAt).toEqual([1_500, 3_500, 7_500, 15_500, 25_500, 35_500]);
  });

  it('starts over after a frame', () => {
    const press = createFramePress();
    press.due({ silentMs: 1_500, now: 1_500 });
    press.calm();
    expect(press.due({ silentMs: 1_499, now: 1_600 })).toBe(false);
    expect(press.due({ silentMs: 1_500, now: 1_700 })).toBe(true);
  });
});
