import { describe, expect, it } from 'vitest';
import { quantile, ratioOf, spreadOf, type Measure } from './measure.ts';
import { describeMeasures } from './table.ts';

const measure = (ours: number[], peer: number[] | null): Measure => ({
  bench: 'join',
  what: 'first frame',
  unit: 'ms',
  ours,
  peer: peer === null ? null : { name: 'loop', values: peer },
});

describe('quantile', () => {
  it.each([
    [[5], 0.95, 5],
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 2, 3], 0.5, 2.5],
    [Array.from({ length: 101 }, (_, index) => 100 - index), 0.95, 95],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected);
  });

  it('does not invent a value', () => {
    expect(() => spreadOf([])).toThrow('nothing was measured');
  });
});

describe('ratio', () => {
  it('is taken round by round, not from the medians', () => {
    expect(ratioOf(measure([10, 20, 90], [20, 10, 100]))).toEqual({ median: 0.9, min: 0.5, max: 2 });
  });

  it('leaves out rounds that the peer lacks', () => {
    expect(ratioOf(measure([10, 20], [20]))).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
    expect(ratioOf(measure([10], [0]))).toBeNull();
    expect(ratioOf(measure([10], null))).toBeNull();
  });
});

describe('table', () => {
  it('shows median, spread and ratio', () => {
    const text = describeMeasures([measure([100, 120, 140], [200, 240, 280]), measure([1.234], null)]);
    const rows = text.split('\n');
    expect(rows[2]).toMatch(/^join +first frame, ms +120 \(100–140\) +loop +240 \(200–280\) +0\.50 \(0\.50–0\.50\)$/);
    expect(rows[3]).toMatch(/^join +first frame, ms +1\.23 \(1\.23–1\.23\)$/);
  });
});
