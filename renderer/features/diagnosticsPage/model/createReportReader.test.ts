import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createReportReader } from './createReportReader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reads while it is open and the hall is there, and keeps what it has when an asking fails', async () => {
  const link = new FakeHallLink();
  link.answers = { 'diagnostics.list': () => ({ windows: [] }) };
  const reader = createReportReader({ link });
  const stop = reader.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(link.asked).toHaveLength(0);
  link.goOnline({ capabilities: ['diagnostics.read'] });
  await vi.advanceTimersByTimeAsync(10);
  expect(reader.state.getState()).toEqual({ windows: [], problem: null });
  link.answers['diagnostics.list'] = () => {
    throw new AppError('timedOut');
  };
  await vi.advanceTimersByTimeAsync(3_000);
  expect(reader.state.getState()).toEqual({ windows: [], problem: 'timedOut' });
  const asked = link.asked.length;
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(link.asked).toHaveLength(asked);
});
