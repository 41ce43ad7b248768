import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VirtualClock } from './virtualClock.ts';

const START = Date.UTC(2026, 10, 22, 0, 0);
const MINUTE = 60_000;
const standing = () => VirtualClock.create({ at: START, rate: 0 });

afterEach(() => {
  vi.useRealTimers();
});

describe('a virtual clock that stands', () => {
  it('goes on as it is told and never back', async () => {
    const clock = standing();
    await clock.advance(MINUTE);
    expect(clock.now()).toBe(START + MINUTE);
    await clock.advanceTo(START);
    expect(clock.now()).toBe(START + MINUTE);
    await clock.advanceTo(START + 2 * MINUTE);
    expect(clock.now()).toBe(START + 2 * MINUTE);
  });

  it('runs what is due on the way in order of time, then of setting, each at its own time', async () => {
    const clock = standing();
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now() - START]);
    clock.at(START + 300, note('late'));
    clock.at(START + 100, note('first'));
    clock.at(START + 100, note('second'));
    clock.at(START + 500, note('not yet'));
    await clock.advance(400);
    expect(ran).toEqual([['first', 100], ['second', 100], ['late', 300]]);
    expect(clock.now()).toBe(START + 400);
  });

  it('runs timers that timers set, on the same way', async () => {
    const clock = standing();
    const ran: number[] = [];
    clock.at(START + 100, () => {
      ran.push(clock.now());
      clock.at(clock.now() + 100, () => ran.push(clock.now()));
      clock.at(START, () => ran.push(clock.now()));
    });
    await clock.advance(1_000);
    expect(ran).toEqual([START + 100, START + 100, START + 200]);
  });

  it('gives what a timer began its turns before it goes on: a chain of escalations fits into one step', async () => {
    const clock = standing();
    const raised: number[] = [];
    const escalate = () => void clock.at(clock.now() + MINUTE, () => void climb());
    const climb = async () => {
      await setImmediate();
      raised.push(clock.now() - START);
      if (raised.length < 3) {
        escalate();
      }
    };
    escalate();
    await clock.advance(10 * MINUTE);
    expect(raised).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
  });

  it('waits for what it is told to wait for, however long that takes', async () => {
    const clock = standing();
    let atWork: Promise<void> = Promise.resolve();
    clock.settleBy(() => atWork);
    const done: number[] = [];
    const work = async () => {
      for (let turn = 0; turn < 20; turn++) {
        await setImmediate();
      }
      done.push(clock.now() - START);
    };
    clock.at(START + 100, () => void (atWork = work()));
    clock.at(START + 200, () => void (atWork = work()));
    await clock.advance(1_000);
    expect(done).toEqual([100, 200]);
  });

  it('beats as often as the interval passes, until that is undone', async () => {
    const clock = standing();
    const beats: number[] = [];
    const stop = clock.every(250, () => beats.push(clock.now() - START));
    await clock.advance(900);
    stop();
    await clock.advance(900);
    expect(beats).toEqual([250, 500, 750]);
    expect(() => clock.every(0, () => undefined)).toThrow(RangeError);
  });

  it('does not run what was undone, also from within a timer of the same time', async () => {
    const clock = standing();
    const ran: string[] = [];
    const undo = clock.at(START + 100, () => ran.push('undone before'));
    clock.at(START + 200, () => undoLater());
    const undoLater = clock.at(START + 200, () => ran.push('undone within'));
    undo();
    undo();
    await clock.advance(1_000);
    expect(ran).toEqual([]);
  });

  it('takes steps one after the other', async () => {
    const clock = standing();
    await Promise.all([clock.advance(MINUTE), clock.advance(MINUTE)]);
    expect(clock.now()).toBe(START + 2 * MINUTE);
  });

  it('runs what has passed already without being moved', async () => {
    const clock = standing();
    const ran = new Promise<number>((resolve) => void clock.at(START - MINUTE, () => resolve(clock.now())));
    expect(await ran).toBe(START);
  });

  it('tells of each step and each pace when it is done', async () => {
    const clock = standing();
    const told: { at: number; rate: number }[] = [];
    const stop = clock.onChanged((reading) => told.push(reading));
    await clock.advance(MINUTE);
    await clock.advanceTo(START);
    stop();
    await clock.advance(MINUTE);
    expect(told).toEqual([{ at: START + MINUTE, rate: 0 }]);
  });

  it('agrees with a model: timers in order, nested ones too, none early, none lost, the undone left out', async () => {
    type Plan = { delayMs: number; nestedMs: number | null; undone: boolean };
    const plan: fc.Arbitrary<Plan> = fc.record({ delayMs: fc.integer({ min: -50, max: 500 }), nestedMs: fc.option(fc.integer({ min: 0, max: 200 })), undone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }), async (plans, steps) => {
        const clock = standing();
        const ran: [number, string][] = [];
        const undo = plans.map(({ delayMs, nestedMs }, index) =>
          clock.at(START + delayMs, () => {
            ran.push([clock.now() - START, `${index}`]);
            if (nestedMs !== null) {
              clock.at(clock.now() + nestedMs, () => ran.push([clock.now() - START, `${index}+`]));
            }
          }));
        plans.forEach(({ undone }, index) => undone && undo[index]!());
        const endMs = steps.reduce((sum, step) => sum + step, 0);
        let seenAt = clock.now();
        for (const step of steps) {
          await clock.advance(step);
          expect(clock.now()).toBeGreaterThanOrEqual(seenAt);
          seenAt = clock.now();
        }
        clock.close();
        const expected = plans.flatMap(({ delayMs, nestedMs, undone }, index): [number, string][] => {
          const dueMs = Math.max(0, delayMs);
          return undone ? [] : [[dueMs, `${index}`], ...(nestedMs === null ? [] : [[dueMs + nestedMs, `${index}+`] as [number, string]])];
        });
        const byTime = (left: readonly [number, string], right: readonly [number, string]) => left[0] - right[0] || left[1].localeCompare(right[1]);
        const due = steps.length === 0 ? [] : expected.filter(([dueMs]) => dueMs <= endMs);
        expect(ran.toSorted(byTime)).toEqual(due.toSorted(byTime));
        // In order of time as they ran, too.
        expect(ran.map(([dueMs]) => dueMs)).toEqual(ran.map(([dueMs]) => dueMs).toSorted((left, right) => left - right));
        expect(clock.now()).toBe(START + endMs);
      }),
    );
  });
});

describe('a virtual clock that runs', () => {
  const running = (rate: number) => {
    vi.useFakeTimers();
    return VirtualClock.create({ at: START, rate });
  };

  it('runs at its rate, and wakes for what is due', async () => {
    const clock = running(60);
    const ran: number[] = [];
    clock.at(START + MINUTE, () => ran.push(clock.now() - START));
    await vi.advanceTimersByTimeAsync(500);
    expect([clock.now() - START, ran]).toEqual([30_000, []]);
    await vi.advanceTimersByTimeAsync(600);
    await vi.waitFor(() => expect(ran).toEqual([MINUTE]));
  });

  it('does not pass a due time before its timer has run, so that what the timer sees is never less than what was seen before', async () => {
    const clock = running(3_600);
    let seen = 0;
    clock.at(START + 1_000, () => {
      seen = clock.now();
    });
    // The process was held up: no timer of it has run.
    vi.setSystemTime(Date.now() + 5_000);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
    expect(clock.now()).toBe(START + 1_000);
    await clock.advance(1);
    expect(seen).toBe(START + 1_000);
    vi.restoreAllMocks();
  });

  it('stands at 0 and goes on from where it stood', async () => {
    const clock = running(1);
    await vi.advanceTimersByTimeAsync(1_000);
    clock.setRate(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(clock.now()).toBe(START + 1_000);
    clock.setRate(10);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(clock.now()).toBe(START + 11_000);
    expect(() => clock.setRate(-1)).toThrow(RangeError);
    expect(() => clock.setRate(3_601)).toThrow(RangeError);
  });

  it('holds its time while a step runs, and goes on from the step’s end', async () => {
    const clock = running(1_000);
    const seen: number[] = [];
    clock.at(START + 10, () => void vi.advanceTimersByTime(50));
    clock.at(START + 20, () => void seen.push(clock.now() - START));
    await clock.advance(1_000);
    expect(seen).toEqual([20]);
    expect(clock.now()).toBe(START + 1_000);
    clock.close();
  });
});
