import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';
import { uniformLayout } from '../layouts.ts';
import { placesOf, spanParts } from './spanParts.ts';

const slotId = (number: number) => `wall-${number}` as SlotId;
const spanned = (columns: number, rows: number, cells: readonly number[], span = 'S'): SlotLayout => {
  const layout = uniformLayout({ columns, rows });
  return { ...layout, tiles: layout.tiles.map((tile, index) => (cells.includes(index) ? { ...tile, span } : tile)) };
};

describe('spanParts', () => {
  it('halves a picture over two equal displays that nobody measured', () => {
    const parts = spanParts({ slots: new Map([[slotId(2), spanned(1, 1, [0])], [slotId(1), spanned(1, 1, [0])]]), places: [] });
    expect(parts.get(`${slotId(1)}/0-0`)).toEqual({ x: 0, y: 0, width: 0.5, height: 1 });
    expect(parts.get(`${slotId(2)}/0-0`)).toEqual({ x: 0.5, y: 0, width: 0.5, height: 1 });
  });

  it('lets what lies behind the bezels go unseen', () => {
    const places: SlotPlaceMm[] = [
      { slotId: slotId(1), xMm: 0, yMm: 0, widthMm: 1_000, heightMm: 600 },
      { slotId: slotId(2), xMm: 1_200, yMm: 0, widthMm: 800, heightMm: 600 },
    ];
    const parts = spanParts({ slots: new Map([[slotId(1), spanned(1, 1, [0])], [slotId(2), spanned(1, 1, [0])]]), places });
    expect(parts.get(`${slotId(1)}/0-0`)).toEqual({ x: 0, y: 0, width: 0.5, height: 1 });
    expect(parts.get(`${slotId(2)}/0-0`)).toEqual({ x: 0.6, y: 0, width: 0.4, height: 1 });
  });

  it('leaves a tile that is alone under its name whole, and the others untouched', () => {
    expect(spanParts({ slots: new Map([[slotId(1), spanned(2, 2, [1])]]), places: [] }).size).toBe(0);
  });

  it('keeps a line straight: a point of the wall is the same point of the picture in whichever tile it lies', () => {
    const place = fc.record({ gapMm: fc.integer({ min: 0, max: 80 }), yMm: fc.integer({ min: 0, max: 300 }), widthMm: fc.integer({ min: 300, max: 2_000 }), heightMm: fc.integer({ min: 300, max: 2_000 }), side: fc.integer({ min: 1, max: 3 }) });
    fc.assert(fc.property(fc.array(place, { minLength: 2, maxLength: 5 }), (displays) => {
      let xMm = 0;
      const places = displays.map(({ gapMm, yMm, widthMm, heightMm }, index): SlotPlaceMm => {
        const at = { slotId: slotId(index + 1), xMm: xMm + gapMm, yMm, widthMm, heightMm };
        xMm = at.xMm + widthMm;
        return at;
      });
      const slots = new Map(displays.map(({ side }, index) => [slotId(index + 1), spanned(side, side, Array.from({ length: side * side }, (_, cell) => cell))]));
      const parts = spanParts({ slots, places });
      const left = Math.min(...places.map((each) => each.xMm));
      const top = Math.min(...places.map((each) => each.yMm));
      const width = Math.max(...places.map((each) => each.xMm + each.widthMm)) - left;
      const height = Math.max(...places.map((each) => each.yMm + each.heightMm)) - top;
      for (const each of places) {
        const { columns, rows, tiles } = slots.get(each.slotId)!;
        for (const { column, row } of tiles) {
          const part = parts.get(`${each.slotId}/${column}-${row}`)!;
          expect(left + part.x * width).toBeCloseTo(each.xMm + (each.widthMm * column) / columns, 6);
          expect(top + part.y * height).toBeCloseTo(each.yMm + (each.heightMm * row) / rows, 6);
          expect(part.width * width).toBeCloseTo(each.widthMm / columns, 6);
          expect(part.height * height).toBeCloseTo(each.heightMm / rows, 6);
        }
      }
    }));
  });
});

describe('placesOf', () => {
  it('hangs what nobody measured to the right of the rest, by number', () => {
    const places = placesOf({ slotIds: [slotId(10), slotId(2), slotId(1)], places: [{ slotId: slotId(2), xMm: 0, yMm: 0, widthMm: 900, heightMm: 500 }] });
    expect(places.get(slotId(1))).toMatchObject({ xMm: 900, widthMm: 900 });
    expect(places.get(slotId(10))).toMatchObject({ xMm: 1_800 });
  });
});
