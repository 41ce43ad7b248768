import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxAround, layOutLabels, type LabelWish, type PlacedLabel } from './labelLayout.ts';

const wish = (row: number, x: number, y: number, forced = false): LabelWish => ({ row, x, y, widthPx: 80, heightPx: 20, forced });
const layOut = (wishes: LabelWish[], previous: readonly PlacedLabel[] = [], limit = 100) =>
  layOutLabels({ wishes, previousSides: new Map(previous.map(({ row, side }) => [row, side])), obstacles: [], limit, scale: 1 });

describe('layOutLabels', () => {
  it('puts a lone name to the right of its marker', () => {
    expect(layOut([wish(0, 100, 100)])).toEqual([{ row: 0, side: 'right', dx: 53, dy: 0 }]);
  });

  it('moves the less important of two to another side', () => {
    const [first, second] = layOut([wish(0, 100, 100), wish(1, 150, 100)]);
    expect(first?.side).toBe('left');
    expect(second?.side).toBe('right');
  });

  it('leaves a name out rather than cover another, but never the selected one', () => {
    const crowd = Array.from({ length: 30 }, (_, row) => wish(row, 100 + (row % 6) * 4, 100 + Math.floor(row / 6) * 4));
    expect(layOut(crowd).length).toBeLessThan(16);
    const selectedLast = [...crowd.slice(0, 29), wish(29, 110, 108, true)];
    expect(layOut(selectedLast).some((label) => label.row === 29)).toBe(true);
  });

  it('keeps a name on the side it had', () => {
    const first = layOut([wish(0, 100, 100), wish(1, 150, 100)]);
    const second = layOut([wish(0, 100, 100), wish(1, 400, 100)], first);
    expect(second.find((label) => label.row === 0)?.side).toBe('left');
  });

  it('keeps off what the basemap has written', () => {
    const obstacles = [boxAround(153, 100, 24, 9)];
    const [label] = layOutLabels({ wishes: [wish(0, 100, 100)], previousSides: new Map(), obstacles, limit: 9, scale: 1 });
    expect(label?.side).toBe('left');
  });

  it('stops at the limit', () => {
    expect(layOut(Array.from({ length: 9 }, (_, row) => wish(row, row * 300, 50)), [], 4)).toHaveLength(4);
  });

  it('never lets two names overlap, wherever the markers are', () => {
    const marker = fc.record({ x: fc.integer({ min: -50, max: 600 }), y: fc.integer({ min: -50, max: 400 }) });
    fc.assert(
      fc.property(fc.array(marker, { maxLength: 40 }), (markers) => {
        const wishes = markers.map(({ x, y }, row) => wish(row, x, y));
        const boxes = layOut(wishes).map(({ row, dx, dy }) => ({ x: (wishes[row]?.x ?? 0) + dx, y: (wishes[row]?.y ?? 0) + dy }));
        boxes.forEach((box, index) => {
          for (const other of boxes.slice(index + 1)) {
            expect(Math.abs(box.x - other.x) >= 80 || Math.abs(box.y - other.y) >= 20).toBe(true);
          }
        });
      }),
    );
  });
});
