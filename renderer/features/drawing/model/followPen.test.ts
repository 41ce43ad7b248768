import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { feedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { followPen } from './followPen.ts';
import type { Pen } from './pen.ts';
import { createSketchBook } from './sketchBook.ts';

const FEED = feedId.parse('019a0000-0000-7000-8000-0000000000f1');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A picture of 200 × 100 at the page's corner, with a pen over it. */
function setUp(answer: () => Promise<unknown> = async () => ({})) {
  const element = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 200, height: 100 }),
    setPointerCapture: () => undefined,
  }) as unknown as HTMLElement;
  const asked: { name: string; points: number[]; strokeId: string }[] = [];
  const request = (name: string, data: { points: number[]; strokeId: string }) => {
    asked.push({ name, ...data });
    return answer();
  };
  const link = { request, on: () => () => undefined } as unknown as HallLink;
  const book = createSketchBook(link);
  const onProblem = vi.fn<(error: unknown) => void>();
  let pen: Pen | null = { colour: 'magenta', onProblem };
  const stop = followPen(element, { link, book, feedId: FEED, byName: '林', pen: () => pen });
  const press = (type: string, x: number, y: number) => element.dispatchEvent(Object.assign(new Event(type), { pointerId: 1, button: 0, clientX: x, clientY: y, getCoalescedEvents: () => [] }));
  const drag = (steps: number) => {
    press('pointerdown', 20, 50);
    for (let step = 1; step <= steps; step += 1) {
      // A bend at each step, so that none can be left out.
      press('pointermove', 20 + step, 50 + (step % 2) * 10);
      vi.advanceTimersByTime(10);
    }
  };
  const sketches = () => [...book.sketches.getState().values()].flat();
  return { asked, press, drag, sketches, stop, onProblem, lay: () => { pen = null; } };
}

describe('a pen on a picture', () => {
  it('shows its own line at once, tells it at most fifteen times a second, and keeps it once when it ends', () => {
    const { asked, drag, press, sketches } = setUp();
    drag(100);
    expect(sketches()).toMatchObject([{ feedId: FEED, colour: 'magenta', byName: '林' }]);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.length).toBeLessThanOrEqual(15);
    press('pointerup', 120, 50);
    vi.advanceTimersByTime(1_000);
    const kept = asked.filter(({ name }) => name === 'drawing.draw');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.points.slice(0, 2)).toEqual([0.1, 0.5]);
    expect(new Set(asked.map(({ strokeId }) => strokeId)).size).toBe(1);
  });

  it('that only clicks, is taken away, or is laid down draws nothing', () => {
    const { asked, press, drag, sketches, lay } = setUp();
    press('pointerdown', 20, 50);
    press('pointerup', 20, 50);
    drag(3);
    press('pointercancel', 23, 50);
    lay();
    drag(3);
    press('pointerup', 23, 50);
    vi.advanceTimersByTime(1_000);
    expect(asked.filter(({ name }) => name === 'drawing.draw')).toEqual([]);
    expect(sketches()).toEqual([]);
  });

  it('whose line the hall refuses takes it back and says why', async () => {
    const { press, drag, sketches, onProblem } = setUp(() => Promise.reject(new AppError('tooManyStrokes')));
    drag(3);
    press('pointerup', 23, 50);
    await vi.advanceTimersByTimeAsync(1);
    expect(sketches()).toEqual([]);
    expect(onProblem).toHaveBeenCalledWith(expect.objectContaining({ code: 'tooManyStrokes' }));
  });
});
