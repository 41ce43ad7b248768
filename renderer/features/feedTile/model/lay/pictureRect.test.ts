import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headBesidePx } from './headPlace.ts';
import { draggedBy, pictureRect, zoomedAt } from './pictureRect.ts';

const whole = { zoom: 1, x: 0.5, y: 0.5 };
const side = fc.integer({ min: 60, max: 4_000 });
const size = fc.record({ width: side, height: side });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const look = fc.record({ zoom: fc.double({ min: 1, max: 8, noNaN: true }), x: share, y: share });

describe('pictureRect', () => {
  it('keeps the picture in its shape, and never leaves room on one side while the other is cut', () => {
    fc.assert(
      fc.property(size, size, look, (box, picture, seen) => {
        const { left, top, width, height } = pictureRect({ box, picture, look: seen, part: null });
        expect(width / height).toBeCloseTo(picture.width / picture.height, 6);
        for (const [start, length, room] of [[left, width, box.width], [top, height, box.height]] as const) {
          const isInside = start >= -1e-6 && start + length <= room + 1e-6;
          const covers = start <= 1e-6 && start + length >= room - 1e-6;
          expect(isInside || covers).toBe(true);
        }
      }),
    );
  });

  it('puts the whole picture under the head, and the point that is looked at in the middle', () => {
    const box = { width: 400, height: 300 };
    const picture = { width: 1_600, height: 900 };
    expect(pictureRect({ box, picture, look: whole, part: null })).toEqual({ left: 0, top: 0, width: 400, height: 225 });
    const { left, top, width, height } = pictureRect({ box, picture, look: { zoom: 4, x: 0.4, y: 0.6 }, part: null });
    expect([left + 0.4 * width, top + 0.6 * height].map(Math.round)).toEqual([200, 150]);
  });

  it('lets the parts of a span meet: each lays the picture where the others do', () => {
    const box = { width: 480, height: 270 };
    const picture = { width: 640, height: 480 };
    const rects = [0, 0.5].map((x) => pictureRect({ box, picture, look: whole, part: { x, y: 0, width: 0.5, height: 1 } }));
    expect(rects.map(({ width, height }) => [width, height])).toEqual([[360, 270], [360, 270]]);
    // One display further right, the same picture lies one display further left.
    expect(rects[0]!.left - rects[1]!.left).toBe(480);
    expect(rects[0]!.left).toBe(300);
  });
});

describe('a hand', () => {
  const box = { width: 400, height: 225 };
  const picture = { width: 1_280, height: 720 };

  it('keeps what is under the pointer while it zooms away from the edges', () => {
    const point = { x: 220, y: 100 };
    const seen = zoomedAt({ box, picture, look: whole, part: null }, point, 3);
    const under = (at: typeof whole) => {
      const { left, top, width, height } = pictureRect({ box, picture, look: at, part: null });
      return [(point.x - left) / width, (point.y - top) / height];
    };
    under(whole).forEach((value, axis) => expect(under(seen)[axis]).toBeCloseTo(value, 6));
    expect(seen.zoom).toBe(3);
  });

  it('comes to rest at the edge: what it dragged too far needs no way back', () => {
    const zoomed = { zoom: 2, x: 0.5, y: 0.5 };
    const edge = draggedBy({ box, picture, look: zoomed, part: null }, 10_000, 0);
    expect(edge).toEqual({ zoom: 2, x: 0.25, y: 0.5 });
    expect(draggedBy({ box, picture, look: edge, part: null }, -80, 0).x).toBeCloseTo(0.35, 6);
  });

  it('never zooms out of the whole picture or beyond eight times', () => {
    expect(zoomedAt({ box, picture, look: { zoom: 1.2, x: 0.3, y: 0.3 }, part: null }, { x: 10, y: 10 }, 0.1)).toEqual(whole);
    expect(zoomedAt({ box, picture, look: whole, part: null }, { x: 10, y: 10 }, 100).zoom).toBe(8);
  });
});

describe('headBesidePx', () => {
  it('stands beside a portrait picture in a wide tile, and above everything else', () => {
    const tile = { width: 480, height: 270 };
    expect(headBesidePx({ tile, picture: { width: 720, height: 1_280 }, textPx: 21 })).toBe(231);
    expect(headBesidePx({ tile: { width: 480, height: 270 }, picture: { width: 1_000, height: 1_000 }, textPx: 21 })).toBe(210);
    expect(headBesidePx({ tile, picture: { width: 1_280, height: 720 }, textPx: 21 })).toBeNull();
    expect(headBesidePx({ tile, picture: { width: 640, height: 480 }, textPx: 21 })).toBeNull();
    expect(headBesidePx({ tile: { width: 270, height: 480 }, picture: { width: 720, height: 1_280 }, textPx: 21 })).toBeNull();
  });
});
