import { describe, expect, it } from 'vitest';
import { FlowWatchdog, type FlowSample } from './flowWatchdog.ts';

const still = (...keys: string[]): FlowSample[] => keys.map((key) => ({ key, frameMark: 1, sourceAlive: true }));

/** Looks every 700 ms from `from` to `to`; gives the advice other than `nothing` with its time. */
function lookOn(watchdog: FlowWatchdog, samplesAt: (now: number) => FlowSample[], from: number, to: number): [number, string][] {
  const advice: [number, string][] = [];
  for (let now = from; now <= to; now += 700) {
    const next = watchdog.look(samplesAt(now), now);
    if (next !== 'nothing') {
      advice.push([now, next]);
    }
  }
  return advice;
}

describe('flow watchdog', () => {
  it('says nothing while any picture moves', () => {
    const samples = (now: number): FlowSample[] => [...still('a', 'b'), { key: 'c', frameMark: now, sourceAlive: true }];
    expect(lookOn(new FlowWatchdog(), samples, 0, 20_000)).toEqual([]);
  });

  it('asks for key frames, then for a new transport, when all stand still, and repeats that ever more rarely', () => {
    const advice = lookOn(new FlowWatchdog(), () => still('a', 'b'), 0, 60_000);
    expect(advice.slice(0, 2)).toEqual([[1_400, 'askKeyFrames'], [2_800, 'rebuild']]);
    const rebuilds = advice.filter(([, each]) => each === 'rebuild').map(([time]) => time);
    const gaps = rebuilds.slice(1).map((time, index) => time - rebuilds[index]!);
    expect(gaps.length).toBeGreaterThanOrEqual(2);
    gaps.slice(1).forEach((gap, index) => expect(gap).toBeGreaterThan(gaps[index]!));
  });

  it('leaves a single picture, ended sources and pictures that only begin alone', () => {
    expect(lookOn(new FlowWatchdog(), () => still('a'), 0, 20_000)).toEqual([]);
    const gone = still('a', 'b').map((sample) => ({ ...sample, sourceAlive: false }));
    expect(lookOn(new FlowWatchdog(), () => gone, 0, 20_000)).toEqual([]);
    const starting = still('a', 'b').map((sample) => ({ ...sample, frameMark: null }));
    expect(lookOn(new FlowWatchdog(), () => starting, 0, 20_000)).toEqual([]);
  });

  it('knows whether other pictures move', () => {
    const watchdog = new FlowWatchdog();
    watchdog.look(still('a', 'b'), 0);
    watchdog.look([{ key: 'a', frameMark: 2, sourceAlive: true }, ...still('b')], 1_400);
    expect(watchdog.moves({ except: 'b', now: 1_500 })).toBe(true);
    expect(watchdog.moves({ except: 'a', now: 1_500 })).toBe(false);
  });
});
