import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_COLUMNS, CLOCK_ROWS, clockCells, readClock, sourceTagOf } from './frameClock.ts';

function lumaOf(cells: boolean[], levels: { black: number; white: number }) {
  return (x: number, y: number) => {
    const cell = Math.floor(y * CLOCK_ROWS) * CLOCK_COLUMNS + Math.floor(x * CLOCK_COLUMNS);
    return cells[cell] ? levels.white : levels.black;
  };
}

describe('frame clock', () => {
  const now = Date.UTC(2026, 10, 22);

  it('reads back what it wrote, at any time within three weeks of now and any usual contrast', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: now - 20 * 86_400_000, max: now + 20 * 86_400_000 }),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 150, max: 255 }),
        (capturedAt, sourceTag, black, white) => {
          const cells = clockCells({ capturedAt, sourceTag });
          expect(readClock(lumaOf(cells, { black, white }), now)).toEqual({ capturedAt, sourceTag });
        },
      ),
    );
  });

  it('refuses a single damaged cell', () => {
    const cells = clockCells({ capturedAt: now, sourceTag: 7 });
    for (let cell = 0; cell < cells.length - 8; cell += 1) {
      const damaged = cells.with(cell, !cells[cell]);
      expect(readClock(lumaOf(damaged, { black: 16, white: 235 }), now)).toBeNull();
    }
  });

  it.each([0, 128, 255])('sees no clock in a plain picture of luma %i', (luma) => {
    expect(readClock(() => luma, now)).toBeNull();
  });

  it('gives ids a tag within a byte', () => {
    expect(sourceTagOf('0190a0b0-0000-7000-8000-000000000001')).toBeLessThan(256);
    expect(sourceTagOf('a')).not.toBe(sourceTagOf('b'));
  });
});
