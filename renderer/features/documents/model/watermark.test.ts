import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawWatermark, type MarkPen } from './watermark.ts';

const LETTER_PX = 20;

describe('the watermark of a document', () => {
  it('says who looks, and leaves no part of any picture clear', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4_000 }), fc.integer({ min: 200, max: 4_000 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (width, height, alongX, alongY) => {
        const words = '厦门市思明区人民法院 林一';
        const { pen, marks, turned } = recordingPen();
        drawWatermark(pen, { width, height, words });
        expect(marks.every((mark) => mark.text === words)).toBe(true);
        // A point of the picture as the turned pen sees it.
        const [fromMiddleX, fromMiddleY] = [(alongX - 0.5) * width, (alongY - 0.5) * height];
        const x = fromMiddleX * Math.cos(-turned()) - fromMiddleY * Math.sin(-turned());
        const y = fromMiddleX * Math.sin(-turned()) + fromMiddleY * Math.cos(-turned());
        const letter = Math.max(10, Math.max(width, height) / 64);
        const halfWords = (words.length * LETTER_PX) / 2;
        const isNear = marks.some((mark) => Math.abs(mark.x - x) <= halfWords + 2.5 * letter + 0.001 && Math.abs(mark.y - y) <= 4.5 * letter + 0.001);
        expect(isNear).toBe(true);
      }),
    );
  });

  it('is drawn over what is there and leaves the pen as it was', () => {
    const { pen, kept } = recordingPen();
    drawWatermark(pen, { width: 800, height: 600, words: '林一' });
    expect(kept()).toBe(0);
  });
});

function recordingPen() {
  const marks: { readonly text: string; readonly x: number; readonly y: number }[] = [];
  let angle = 0;
  let depth = 0;
  const pen: MarkPen = {
    font: '',
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    textAlign: 'start',
    textBaseline: 'alphabetic',
    save: () => void (depth += 1),
    restore: () => void (depth -= 1),
    translate: () => undefined,
    rotate: (by) => void (angle += by),
    measureText: (text) => ({ width: text.length * LETTER_PX }) as TextMetrics,
    strokeText: () => undefined,
    fillText: (text, x, y) => void marks.push({ text, x, y }),
  };
  return { pen, marks, turned: () => angle, kept: () => depth };
}
