import { expect, it } from 'vitest';
import { crashBackoff, NO_CRASHES } from './crashBackoff.ts';

it('waits longer with each crash in a row, up to ten seconds', () => {
  let history = NO_CRASHES;
  const delays = Array.from({ length: 7 }, (_, index) => {
    const step = crashBackoff(history, index * 1_000);
    history = step.history;
    return step.delayMs;
  });
  expect(delays).toEqual([200, 1_000, 3_000, 10_000, 10_000, 10_000, 10_000]);
});

it('starts anew after a healthy minute', () => {
  const first = crashBackoff(NO_CRASHES, 0);
  const second = crashBackoff(first.history, 60_001);
  expect(second.delayMs).toBe(200);
  expect(crashBackoff(second.history, 61_000).delayMs).toBe(1_000);
});
