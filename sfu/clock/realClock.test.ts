import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRealClock } from './realClock.ts';

const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the real clock', () => {
  it('runs things at their time, also one in weeks, and at once what has passed', async () => {
    const clock = createRealClock();
    const startedAt = Date.now();
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now() - startedAt]);
    clock.at(startedAt + 30 * DAY, note('freeze'));
    clock.at(startedAt - 1, note('passed'));
    const undo = clock.at(startedAt + 2 * DAY, note('undone'));
    await vi.advanceTimersByTimeAsync(1);
    undo();
    await vi.advanceTimersByTimeAsync(30 * DAY - 2);
    expect(ran).toEqual([['passed', expect.any(Number)]]);
    await vi.advanceTimersByTimeAsync(2);
    expect(ran[1]).toEqual(['freeze', 30 * DAY]);
    expect(ran).toHaveLength(2);
  });

  it('runs soon after a sleep of the machine what fell due meanwhile', async () => {
    const clock = createRealClock();
    let ran = false;
    clock.at(Date.now() + DAY, () => {
      ran = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    // Timers stand still in a sleep; the machine's clock does not.
    vi.setSystemTime(Date.now() + 2 * DAY);
    expect(ran).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ran).toBe(true);
  });

  it('beats on its grid until undone', async () => {
    const clock = createRealClock();
    let beats = 0;
    const stop = clock.every(1_000, () => {
      beats += 1;
    });
    await vi.advanceTimersByTimeAsync(3_500);
    expect(beats).toBe(3);
    stop();
    await vi.advanceTimersByTimeAsync(3_500);
    expect(beats).toBe(3);
  });

  it('does not go back when the machine’s clock is set back, and meets it again', async () => {
    const clock = createRealClock();
    const before = clock.now();
    vi.setSystemTime(Date.now() - 10_000);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(clock.now()).toBe(before + 5_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(clock.now()).toBe(Date.now());
  });
});
