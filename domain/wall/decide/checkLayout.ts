import { AppError } from '#protocol/errors.ts';
import type { CourtCode, SlotId } from '#protocol/nouns/ids.ts';
import { feedsIn } from '#protocol/wall/content.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import { sees } from '../../access/viewer.ts';
import { found } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';

/** Whether every tile is inside the display, no two share a cell, and they come in reading order. */
export function isLayout({ columns, rows, tiles }: Pick<SlotLayout, 'columns' | 'rows' | 'tiles'>): boolean {
  const taken = new Set<number>();
  let last = -1;
  return tiles.every((tile) => {
    const first = tile.row * columns + tile.column;
    const isInside = tile.column + tile.columnSpan <= columns && tile.row + tile.rowSpan <= rows;
    if (!isInside || first <= last) {
      return false;
    }
    last = first;
    for (let row = tile.row; row < tile.row + tile.rowSpan; row += 1) {
      for (let column = tile.column; column < tile.column + tile.columnSpan; column += 1) {
        const cell = row * columns + column;
        if (taken.has(cell)) {
          return false;
        }
        taken.add(cell);
      }
    }
    return true;
  });
}

/** Errors: badLayout (`slotId`); badInput (a display twice); notFound (a feed, or one the court may not see); notLive (what is played of a recording). */
export function checkLayouts(state: Pick<HallState, 'feeds'>, courtCode: CourtCode, slots: readonly { readonly slotId: SlotId; readonly layout: SlotLayout }[]): void {
  if (new Set(slots.map(({ slotId }) => slotId)).size !== slots.length) {
    throw new AppError('badInput', { params: { path: 'slots' }, detail: 'a display is named twice' });
  }
  for (const { slotId, layout } of slots) {
    if (!isLayout(layout)) {
      throw new AppError('badLayout', { params: { slotId } });
    }
    for (const feedId of layout.tiles.flatMap(({ content }) => feedsIn(content))) {
      const feed = found(state.feeds.get(feedId), 'feed');
      if (!sees(courtCode, feed.courtCode)) {
        throw new AppError('notFound', { params: { what: 'feed' } });
      }
      if (feed.recorded === true) {
        throw new AppError('notLive');
      }
    }
  }
}
