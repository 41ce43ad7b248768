import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { feedId, operationId, slotId, type FeedId, type SlotId } from '#protocol/nouns/ids.ts';
import { MAX_TILES, slotLayout, type SlotLayout, type WallTile } from '#protocol/wall/layout.ts';
import { DIVISIONS, feedContent, gridOfFeeds, tileKeyOf, uniformLayout } from '../layouts.ts';
import { clearTile, cleared, setBlank, setDensity, setLocked, setTakesAlarms, toAuto } from './editTile.ts';
import { inReadingOrder, overlap, tileAt, type TilePlace, type WallLayouts } from './layoutsOf.ts';
import { mergeTiles, splitTile } from './mergeTiles.ts';
import { placeContent, swapTiles } from './placeContent.ts';
import { salvo } from './salvo.ts';
import { spanAcross, unspan } from './spanAcross.ts';
import { lostContents, withDivision } from './withDivision.ts';

const feed = (index: number): FeedId => feedId.parse(`019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`);
const [WALL_1, WALL_2] = [slotId.parse('wall-1'), slotId.parse('wall-2')];
const OPERATION = operationId.parse('019a0000-0000-7000-8000-00000000abcd');
const on = (slot: SlotId, tileKey: string): TilePlace => ({ slotId: slot, tileKey });
const feedsOf = (layout: SlotLayout | undefined) => (layout?.tiles ?? []).map(({ content }) => (content.kind === 'feed' ? content.feedId : null));

function expectValid(layout: SlotLayout): void {
  expect(slotLayout.safeParse(layout).success).toBe(true);
  expect(layout.tiles.length).toBeLessThanOrEqual(MAX_TILES);
  expect(layout.tiles).toEqual(inReadingOrder(layout.tiles));
  for (const [index, tile] of layout.tiles.entries()) {
    expect(tile.column + tile.columnSpan).toBeLessThanOrEqual(layout.columns);
    expect(tile.row + tile.rowSpan).toBeLessThanOrEqual(layout.rows);
    expect(layout.tiles.slice(index + 1).some((other) => overlap(tile, other))).toBe(false);
  }
}

const anyLayout: fc.Arbitrary<SlotLayout> = fc
  .tuple(fc.constantFrom(...DIVISIONS.slice(0, 9)), fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { maxLength: 16 }))
  .map(([{ layout }, shown]) => ({
    ...layout,
    tiles: layout.tiles.map((tile, index): WallTile => {
      const [number, locked] = shown[index] ?? [0, false];
      return { ...tile, locked: locked && number % 5 === 0, content: feedContent(number === 0 ? null : feed(number)) };
    }),
  }));
const anyWall: fc.Arbitrary<WallLayouts> = fc.tuple(anyLayout, anyLayout).map(([a, b]) => new Map([[WALL_1, a], [WALL_2, b]]));

type Step = (layouts: WallLayouts) => WallLayouts;
const change = (slot: SlotId, edit: (layout: SlotLayout) => SlotLayout): Step => (layouts) => new Map(layouts).set(slot, edit(layouts.get(slot)!));
const anySlot = fc.constantFrom(WALL_1, WALL_2);
const cell = fc.integer({ min: 0, max: 3 });
const anyPlace = fc.tuple(anySlot, cell, cell).map(([slot, column, row]) => on(slot, `${column}-${row}`));
const anyArea = fc.record({ column: cell, row: cell, columnSpan: fc.integer({ min: 1, max: 4 }), rowSpan: fc.integer({ min: 1, max: 4 }) });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(anySlot, fc.constantFrom(...DIVISIONS)).map(([slot, { layout }]) => change(slot, (before) => withDivision(before, layout))),
  fc.tuple(anyPlace, fc.integer({ min: 1, max: 20 })).map(([place, number]): Step => (layouts) => placeContent(layouts, place, feedContent(feed(number)))),
  fc.tuple(anyPlace, anyPlace).map(([a, b]): Step => (layouts) => swapTiles(layouts, a, b)),
  anyPlace.map((place): Step => (layouts) => clearTile(layouts, place)),
  anyPlace.map((place): Step => (layouts) => setTakesAlarms(layouts, place, true)),
  fc.tuple(anySlot, anyArea).map(([slot, area]) => change(slot, (layout) => mergeTiles(layout, area))),
  anyPlace.map((place) => change(place.slotId, (layout) => splitTile(layout, place.tileKey))),
  fc.tuple(anyArea, anyArea).map(([a, b]): Step => (layouts) => spanAcross(layouts, [{ slotId: WALL_1, cells: a }, { slotId: WALL_2, cells: b }])),
  fc.constant<Step>((layouts) => unspan(layouts, 'span-1')),
  fc.tuple(anySlot, fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 70 })).map(([slot, numbers]) => change(slot, (layout) => salvo(layout, { feedIds: numbers.map(feed), operationId: OPERATION }).layout)),
  anySlot.map((slot) => change(slot, cleared)),
  anySlot.map((slot) => change(slot, toAuto)),
  anySlot.map((slot) => change(slot, (layout) => setDensity(setBlank(layout, true), 'bare'))),
);

const REFUSALS = new Set<string>(['tileLocked', 'badLayout', 'notFound']);

/** What a step makes; the wall as it was if it is refused in one of the three ways. */
function tried(layouts: WallLayouts, step: Step): WallLayouts {
  try {
    return step(layouts);
  } catch (error) {
    if (error instanceof AppError && REFUSALS.has(error.code)) {
      return layouts;
    }
    throw error;
  }
}

describe('every edit', () => {
  it('leaves a valid wall, and locked tiles as they were', () => {
    fc.assert(fc.property(anyWall, fc.array(anyStep, { maxLength: 12 }), (wall, steps) => {
      const after = steps.reduce(tried, wall);
      for (const [slot, layout] of after) {
        expectValid(layout);
        for (const locked of wall.get(slot)!.tiles.filter((tile) => tile.locked)) {
          expect(tileAt(layout, tileKeyOf(locked))).toEqual(locked);
        }
      }
    }), { numRuns: 150 });
  });

  it('that swaps or places what is on the display loses nothing', () => {
    fc.assert(fc.property(anyWall, anyPlace, anyPlace, (wall, a, b) => {
      expect(lostContents(wall.values(), tried(wall, (layouts) => swapTiles(layouts, a, b)).values())).toEqual([]);
      const [layout] = [...wall.values()].map((one) => ({ ...one, tiles: one.tiles.map((tile) => ({ ...tile, locked: false })) }));
      const shown = layout!.tiles.find(({ content }) => content.kind === 'feed')?.content ?? { kind: 'clock' };
      const moved = tried(new Map([[WALL_1, layout!]]), (layouts) => placeContent(layouts, { ...b, slotId: WALL_1 }, shown));
      expect(lostContents([layout!], [moved.get(WALL_1)!]).filter(({ kind }) => kind === 'feed' && shown.kind === 'feed')).toEqual([]);
    }));
  });
});

describe('another division', () => {
  it('keeps contents in reading order and tells what found no room', () => {
    const before = gridOfFeeds({ columns: 2, rows: 2 }, [feed(1), null, feed(2), feed(3)]);
    expect(feedsOf(withDivision(before, DIVISIONS[3].layout))).toEqual([feed(1), feed(2), feed(3), null, null, null]);
    const smaller = withDivision(before, uniformLayout({ columns: 2, rows: 1 }));
    expect(feedsOf(smaller)).toEqual([feed(1), feed(2)]);
    expect(lostContents([before], [smaller])).toEqual([feedContent(feed(3))]);
  });

  it('is cut around a locked tile, and refused where the tile would not fit', () => {
    const wall = setLocked(new Map([[WALL_1, gridOfFeeds({ columns: 2, rows: 2 }, [feed(1), feed(2), feed(3), feed(4)])]]), on(WALL_1, '1-1'), true);
    const divided = withDivision(wall.get(WALL_1)!, DIVISIONS[3].layout);
    expectValid(divided);
    expect(tileAt(divided, '1-1')).toMatchObject({ locked: true, columnSpan: 1, rowSpan: 1, content: feedContent(feed(4)) });
    expect(() => withDivision(wall.get(WALL_1)!, DIVISIONS[0].layout)).toThrow(AppError);
  });
});

describe('placing', () => {
  it('moves a feed that stands on the display already, and leaves it on others', () => {
    const wall: WallLayouts = new Map([
      [WALL_1, gridOfFeeds({ columns: 2, rows: 1 }, [feed(1), feed(2)])],
      [WALL_2, gridOfFeeds({ columns: 2, rows: 1 }, [feed(1), null])],
    ]);
    const after = placeContent(wall, on(WALL_1, '1-0'), feedContent(feed(1)));
    expect(feedsOf(after.get(WALL_1))).toEqual([feed(2), feed(1)]);
    expect(after.get(WALL_2)).toBe(wall.get(WALL_2));
    expect(after.get(WALL_1)).toMatchObject({ mode: 'manual' });
  });

  it('on a picture over two displays changes both parts', () => {
    const wall: WallLayouts = new Map([[WALL_1, gridOfFeeds({ columns: 2, rows: 1 }, [feed(1), feed(2)])], [WALL_2, gridOfFeeds({ columns: 2, rows: 1 }, [feed(3), feed(4)])]]);
    const spanned = spanAcross(wall, [
      { slotId: WALL_1, cells: { column: 1, row: 0, columnSpan: 1, rowSpan: 1 } },
      { slotId: WALL_2, cells: { column: 0, row: 0, columnSpan: 1, rowSpan: 1 } },
    ]);
    expect([...spanned.values()].map(feedsOf)).toEqual([[feed(1), feed(2)], [feed(2), feed(4)]]);
    const after = placeContent(spanned, on(WALL_2, '0-0'), { kind: 'clock' });
    expect([tileAt(after.get(WALL_1)!, '1-0'), tileAt(after.get(WALL_2)!, '0-0')].map((tile) => [tile?.content.kind, tile?.span])).toEqual([['clock', 'span-1'], ['clock', 'span-1']]);
    expect(unspan(after, 'span-1').get(WALL_2)?.tiles.every(({ span }) => span === null)).toBe(true);
  });
});

describe('merging', () => {
  it('makes one tile that shows what the first did, and splitting gives the cells back', () => {
    const before = gridOfFeeds({ columns: 3, rows: 2 }, [feed(1), feed(2), feed(3), feed(4), null, null]);
    const merged = mergeTiles(before, { column: 0, row: 0, columnSpan: 2, rowSpan: 2 });
    expect(merged.tiles.map(({ column, row, columnSpan, rowSpan }) => [column, row, columnSpan, rowSpan])).toEqual([[0, 0, 2, 2], [2, 0, 1, 1], [2, 1, 1, 1]]);
    expect(feedsOf(merged)).toEqual([feed(1), feed(3), null]);
    expect(feedsOf(splitTile(merged, '0-0'))).toEqual([feed(1), null, feed(3), null, null, null]);
  });
});

describe('a salvo', () => {
  it('sets the board beside few feeds, and gives many the whole display', () => {
    const few = salvo(gridOfFeeds({ columns: 1, rows: 1 }, [feed(9)]), { feedIds: [feed(1), feed(2), feed(1)], operationId: OPERATION });
    expect(few.layout.tiles[0]).toMatchObject({ columnSpan: 2, rowSpan: 2, content: { kind: 'operation', operationId: OPERATION } });
    expect(feedsOf(few.layout)).toEqual([null, feed(1), feed(2)]);
    const many = salvo(few.layout, { feedIds: Array.from({ length: 10 }, (_, index) => feed(index + 1)), operationId: OPERATION });
    expect(many.layout.tiles.length).toBe(12);
    expect(feedsOf(many.layout).slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, index) => feed(index + 1)));
    expect(many.left).toBe(0);
    expect(salvo(few.layout, { feedIds: Array.from({ length: 70 }, (_, index) => feed(index + 1)), operationId: null }).left).toBe(6);
  });

  it('goes around what is locked instead of being refused', () => {
    const wall = setLocked(new Map([[WALL_1, DIVISIONS[5].layout]]), on(WALL_1, '3-3'), true);
    const { layout, left } = salvo(wall.get(WALL_1)!, { feedIds: [feed(1), feed(2)], operationId: OPERATION });
    expectValid(layout);
    expect(left).toBe(0);
    expect(tileAt(layout, '3-3')).toEqual(tileAt(wall.get(WALL_1)!, '3-3'));
    expect(feedsOf(layout).filter((shown) => shown !== null)).toEqual([feed(1), feed(2)]);
  });
});
