import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { feedId, strokeId } from '#protocol/nouns/ids.ts';
import { createSketchBook, type Sketch } from './sketchBook.ts';

const sketch = (number: number, points = [0, 0, 1, 1]): Sketch => ({
  feedId: feedId.parse('019a0000-0000-7000-8000-0000000000f1'),
  strokeId: strokeId.parse(`019a0000-0000-7000-8000-00000000000${number}`),
  colour: 'cyan',
  points,
  byName: '林',
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lines = (book: ReturnType<typeof createSketchBook>) => [...book.sketches.getState().values()].flat();

describe('a sketch book', () => {
  it('holds the newest of each line while its hand moves, and forgets a hand that rests', () => {
    let tell: (data: Sketch) => void = () => undefined;
    const book = createSketchBook({ on: (_, listener) => { tell = listener as never; return () => undefined; } });
    tell(sketch(1));
    vi.advanceTimersByTime(3_000);
    tell(sketch(1, [0, 0, 0.5, 0.5]));
    tell(sketch(2));
    vi.advanceTimersByTime(3_000);
    expect(lines(book).map(({ points }) => points)).toEqual([[0, 0, 0.5, 0.5], [0, 0, 1, 1]]);
    book.drop(sketch(2).strokeId);
    expect(lines(book).length).toBe(1);
    vi.advanceTimersByTime(1_500);
    expect(lines(book).length).toBe(0);
  });
});
