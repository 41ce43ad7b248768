import { EventEmitter } from 'node:events';
import type { Screen } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchDisplays } from './watchDisplays.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('calls back once for a burst of changes, and never after it was stopped', () => {
  const screen = new EventEmitter();
  const onSettled = vi.fn<() => void>();
  const stop = watchDisplays(screen as unknown as Screen, onSettled);
  screen.emit('display-removed');
  vi.advanceTimersByTime(200);
  screen.emit('display-metrics-changed');
  screen.emit('display-added');
  vi.advanceTimersByTime(299);
  expect(onSettled).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSettled).toHaveBeenCalledOnce();
  screen.emit('display-added');
  stop();
  vi.advanceTimersByTime(1_000);
  expect(onSettled).toHaveBeenCalledOnce();
  expect(screen.eventNames()).toEqual([]);
});
