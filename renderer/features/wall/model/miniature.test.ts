import { describe, expect, it } from 'vitest';
import { DIVISIONS, gridOfFeeds } from '#domain/wall/layouts.ts';
import { feedId, slotId } from '#protocol/nouns/ids.ts';
import { MAX_THUMBNAILS, thumbnailSeats } from './thumbnailSeats.ts';
import { neighbour, placeKey, placeOf } from './tilePlaces.ts';
import { wallPlan, type Rect } from './wallPlan.ts';

const SLOTS = [1, 2, 3, 4].map((number) => slotId.parse(`wall-${number}`));
const feed = (index: number) => feedId.parse(`019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`);
const displays = SLOTS.map((id) => ({ slotId: id, aspect: 16 / 9 }));
const overlaps = (a: Rect, b: Rect) => a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5;

describe('the plan of the wall', () => {
  it.each([[340, 400], [340, 120], [900, 240], [1_380, 700], [2_000, 180]])('fits %i × %i px or scrolls one way, and no display covers another', (widthPx, heightPx) => {
    const { rects, ...size } = wallPlan({ displays, places: [], room: { widthPx, heightPx } });
    const all = [...rects.values()];
    expect(all).toHaveLength(4);
    expect(size.widthPx).toBeLessThanOrEqual(widthPx + 0.5);
    expect(all.some((rect, index) => all.slice(index + 1).some((other) => overlaps(rect, other)))).toBe(false);
    expect(Math.min(...all.map(({ width }) => width))).toBeGreaterThanOrEqual(167);
  });

  it('hangs as it was measured', () => {
    const places = SLOTS.map((id, index) => ({ slotId: id, xMm: (index % 2) * 1_020, yMm: Math.floor(index / 2) * 620, widthMm: 1_000, heightMm: 600 }));
    const { rects } = wallPlan({ displays, places, room: { widthPx: 1_010, heightPx: 900 } });
    expect(rects.get(SLOTS[3]!)).toEqual({ x: 510, y: 310, width: 500, height: 300 });
  });
});

describe('going from tile to tile', () => {
  it('goes over the edge of a display to the tile beside, and nowhere at the end of the wall', () => {
    const layouts = new Map([[SLOTS[0]!, DIVISIONS[3].layout], [SLOTS[1]!, DIVISIONS[2].layout]]);
    const { rects } = wallPlan({ displays: displays.slice(0, 2), places: [], room: { widthPx: 800, heightPx: 260 } });
    const go = (key: string, direction: 'left' | 'right' | 'up' | 'down') => neighbour(layouts, rects, placeOf(key)!, direction);
    expect(go('wall-1/0-0', 'right')).toEqual({ slotId: SLOTS[0], tileKey: '2-0' });
    expect(go('wall-1/2-0', 'right')).toEqual({ slotId: SLOTS[1], tileKey: '0-0' });
    expect(go('wall-2/0-1', 'left')).toEqual({ slotId: SLOTS[0], tileKey: '2-2' });
    expect(go('wall-1/0-0', 'left')).toBeNull();
  });
});

describe('seats for live pictures', () => {
  it('go to alarmed feeds first, then to the chosen tile, then in reading order; dark displays and feeds without a picture have none', () => {
    const layouts = new Map(SLOTS.map((id, index) => [id, { ...gridOfFeeds({ columns: 4, rows: 3 }, Array.from({ length: 12 }, (_, tile) => feed(index * 12 + tile))), blank: index === 0 }] as const));
    const isLive = (id: string) => id !== feed(12);
    const { seats, without } = thumbnailSeats({ layouts, isLive, isAlarmed: (id) => id === feed(47), chosen: placeKey(placeOf('wall-4/2-2')!) });
    expect(seats.size).toBe(MAX_THUMBNAILS);
    expect([...seats].slice(0, 3)).toEqual(['wall-4/3-2', 'wall-4/2-2', 'wall-2/1-0']);
    expect([...seats].some((key) => key.startsWith('wall-1/'))).toBe(false);
    expect(without).toBe(35 - MAX_THUMBNAILS);
  });
});
