import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anotherNetwork, firstQuality, stepQuality, type QualityState, type SendQuality, type WaySample } from './sendQuality.ts';

const GOOD = { availableKbit: 2_000, roundTripMs: 60, lostShare: 0 };

/** A sample a second, each as `way` is then. Gives the quality after each. */
function qualities(seconds: number, way: (second: number) => Partial<WaySample>, from: QualityState = firstQuality(0)): { states: QualityState[]; names: SendQuality[] } {
  const states: QualityState[] = [];
  let state = from;
  for (let second = 1; second <= seconds; second += 1) {
    state = stepQuality(state, { ...GOOD, ...way(second), at: from.sinceAt + second * 1_000 });
    states.push(state);
  }
  return { states, names: states.map(({ quality }) => quality) };
}

const last = <Value>(values: readonly Value[]): Value => values.at(-1)!;
const changes = (names: readonly SendQuality[]) => names.filter((name, at) => at > 0 && name !== names[at - 1]).length;

describe('the quality of what a unit sends', () => {
  it('stays whole on a good way', () => {
    expect(new Set(qualities(60, () => ({})).names)).toEqual(new Set(['clear']));
  });

  it.each<[string, Partial<WaySample>, SendQuality]>([
    ['300 kbit/s', { availableKbit: 300 }, 'smooth'],
    ['100 kbit/s', { availableKbit: 100 }, 'poor'],
  ])('with %s it comes down to what that carries, and no further', (_, way, expected) => {
    const { names } = qualities(40, () => way);
    expect(last(names)).toBe(expected);
    expect(new Set(names.slice(20))).toEqual(new Set([expected]));
  });

  it('goes silent on pictures where there is room for sound alone, but for a try now and then', () => {
    const { names } = qualities(120, () => ({ availableKbit: 20 }));
    expect(names.slice(12)).not.toContain('smooth');
    expect(names.slice(12).filter((name) => name === 'soundOnly').length).toBeGreaterThan(80);
  });

  it('gives the picture up for the sound when packets queue, whatever the estimate says', () => {
    // It queues as long as pictures are sent.
    let state: QualityState = { ...firstQuality(0), quality: 'poor', shortestTripMs: 60 };
    const names: SendQuality[] = [];
    for (let at = 1_000; at <= 30_000; at += 1_000) {
      state = stepQuality(state, { at, availableKbit: 150, roundTripMs: state.quality === 'soundOnly' ? 100 : 2_000, lostShare: 0 });
      names.push(state.quality);
    }
    expect(names.filter((name) => name === 'soundOnly').length).toBeGreaterThan(20);
  });

  it('does not take distance for a queue', () => {
    expect(new Set(qualities(60, () => ({ roundTripMs: 1_100 })).names)).toEqual(new Set(['clear']));
    // The way became longer without becoming narrower.
    expect(new Set(qualities(60, (second) => ({ roundTripMs: second < 10 ? 60 : 1_300 })).names)).toEqual(new Set(['clear']));
    // Nor for good where it was taken for one.
    const poor: QualityState = { ...firstQuality(0), quality: 'poor', shortestTripMs: 60 };
    expect(last(qualities(60, () => ({ roundTripMs: 1_300 }), poor).names)).toBe('clear');
  });

  it('keeps a small picture at chance losses of a third', () => {
    expect(last(qualities(60, () => ({ availableKbit: 100, lostShare: 0.33 })).names)).toBe('poor');
  });

  it('is not moved by a bad moment, nor by a good one', () => {
    expect(new Set(qualities(60, (second) => ({ availableKbit: second % 10 < 2 ? 40 : 2_000 })).names)).toEqual(new Set(['clear']));
    const poor: QualityState = { ...firstQuality(0), quality: 'poor', shortestTripMs: 60 };
    expect(new Set(qualities(60, (second) => ({ availableKbit: second % 10 < 4 ? 2_000 : 110 }), poor).names)).toEqual(new Set(['poor']));
  });

  it('comes all the way back', () => {
    const silent: QualityState = { ...firstQuality(0), quality: 'soundOnly', shortestTripMs: 60 };
    expect(last(qualities(30, () => ({}), silent).names)).toBe('clear');
  });

  it('tries pictures again, ever more rarely while they fail', () => {
    // Queues whenever a picture is sent, and settles without.
    let state: QualityState = { ...firstQuality(0), quality: 'soundOnly', shortestTripMs: 60 };
    const triedAt: number[] = [];
    for (let at = 1_000; at <= 600_000; at += 1_000) {
      const next = stepQuality(state, { at, availableKbit: 150, roundTripMs: state.quality === 'soundOnly' ? 60 : 3_000, lostShare: 0 });
      if (state.quality === 'soundOnly' && next.quality === 'poor') triedAt.push(at);
      state = next;
    }
    const gaps = triedAt.slice(1).map((at, index) => at - triedAt[index]!);
    expect(gaps[0]).toBeLessThan(30_000);
    expect(last(gaps)).toBeGreaterThanOrEqual(60_000);
    expect(gaps.length).toBeGreaterThan(5);
  });

  it('forgets the distance of the network that was left, and shows a picture on the new one', () => {
    const silent: QualityState = { ...firstQuality(0), quality: 'soundOnly', shortestTripMs: 20 };
    expect(anotherNetwork(silent, 5_000)).toMatchObject({ quality: 'poor', shortestTripMs: null, sinceAt: 5_000 });
    const clear = anotherNetwork({ ...firstQuality(0), shortestTripMs: 20 }, 0);
    expect(last(qualities(30, () => ({ roundTripMs: 1_200 }), clear).names)).toBe('clear');
  });

  it('changes by one step at a time, and not more often than every three seconds, whatever comes', () => {
    const sample = fc.record({
      availableKbit: fc.option(fc.integer({ min: 0, max: 3_000 })),
      roundTripMs: fc.option(fc.integer({ min: 1, max: 6_000 })),
      lostShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    const order: SendQuality[] = ['soundOnly', 'poor', 'smooth', 'clear'];
    fc.assert(
      fc.property(fc.array(sample, { minLength: 10, maxLength: 120 }), (ways) => {
        const { names } = qualities(ways.length, (second) => ways[second - 1]!);
        const steps = names.map((name, at) => Math.abs(order.indexOf(name) - order.indexOf(names[at - 1] ?? name)));
        expect(Math.max(...steps)).toBeLessThanOrEqual(1);
        expect(changes(names)).toBeLessThanOrEqual(Math.ceil(ways.length / 4) + 1);
      }),
    );
  });
});
