import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPulse } from './watchPulse.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('leaves a page alone that answers or refuses', async () => {
  const onDead = vi.fn<() => void>();
  let beats = 0;
  const ask = async () => {
    beats += 1;
    if (beats % 2 === 0) throw new Error('being replaced');
  };
  const stop = watchPulse({ ask, onDead });
  await vi.advanceTimersByTimeAsync(120_000);
  stop();
  expect(beats).toBeGreaterThan(20);
  expect(onDead).not.toHaveBeenCalled();
});

it('tells of a silent page once, after 25 seconds of silence, and begins anew after that', async () => {
  const onDead = vi.fn<() => void>();
  const stop = watchPulse({ ask: () => new Promise(() => undefined), onDead });
  await vi.advanceTimersByTimeAsync(29_000);
  expect(onDead).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onDead).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(onDead).toHaveBeenCalledTimes(2);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onDead).toHaveBeenCalledTimes(2);
});

it('forgives answers that got lost as long as others come', async () => {
  const onDead = vi.fn<() => void>();
  let beats = 0;
  const ask = () => ((beats += 1) % 4 === 0 ? Promise.resolve() : new Promise(() => undefined));
  const stop = watchPulse({ ask, onDead });
  await vi.advanceTimersByTimeAsync(300_000);
  stop();
  expect(beats).toBeGreaterThan(50);
  expect(onDead).not.toHaveBeenCalled();
});

it('bears with a page that is slow but answers', async () => {
  const onDead = vi.fn<() => void>();
  const ask = () =>
    new Promise((resolve) => {
      setTimeout(resolve, 15_000);
    });
  const stop = watchPulse({ ask, onDead });
  await vi.advanceTimersByTimeAsync(120_000);
  stop();
  expect(onDead).not.toHaveBeenCalled();
});
