import { expect, it, vi } from 'vitest';
import { EarliestDeadline } from '../ports/earliestDeadline.ts';
import { VirtualClock } from './virtualClock.ts';

it('waits for the earliest time, follows it when it changes, and has nothing to do when there is none', async () => {
  const clock = VirtualClock.create({ at: 0, rate: 0 });
  let due: number[] = [500, 90_000_000];
  const ran: number[] = [];
  const deadline = new EarliestDeadline({
    clock,
    next: () => (due.length === 0 ? null : Math.min(...due)),
    run: async () => {
      ran.push(clock.now());
      due = due.filter((at) => at > clock.now());
    },
    again: () => undefined,
  });
  deadline.look();
  await clock.advanceTo(400);
  expect(ran).toEqual([]);
  due = [450, ...due];
  deadline.look();
  await clock.advanceTo(1_000);
  await vi.waitFor(() => expect(ran).toEqual([450, 500]));
  // A year is one step, not as many as it has seconds.
  await clock.advanceTo(31_536_000_000);
  await vi.waitFor(() => expect(ran).toEqual([450, 500, 90_000_000]));
  deadline.close();
});

it('tries again what failed, and not in a circle', async () => {
  const clock = VirtualClock.create({ at: 0, rate: 0 });
  const again = vi.fn<(retry: () => void) => void>();
  let fails = true;
  const run = vi.fn<() => Promise<void>>(async () => {
    if (fails) throw new Error('the log is away');
  });
  const deadline = new EarliestDeadline({ clock, next: () => (fails || run.mock.calls.length < 2 ? 10 : null), run, again });
  deadline.look();
  await clock.advanceTo(60_000);
  await vi.waitFor(() => expect(again).toHaveBeenCalledOnce());
  expect(run).toHaveBeenCalledOnce();
  fails = false;
  again.mock.calls[0]?.[0]();
  await clock.advanceTo(60_001);
  await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2));
  deadline.close();
});
