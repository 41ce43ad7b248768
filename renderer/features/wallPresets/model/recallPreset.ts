import { withContent } from '#domain/wall/layouts.ts';
import type { WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import type { Preset } from '#protocol/wall/presets.ts';

type Recalled = {
  readonly layouts: WallLayouts;
  /** Displays that the wall does not have. */
  readonly missing: readonly SlotId[];
  /** Pictures whose feeds are gone; their tiles are empty. */
  readonly gone: number;
};

/** The wall with the preset on it. Tours begin anew, and nothing stands still that stood still when it was saved. */
export function recallPreset({ slots }: Pick<Preset, 'slots'>, layouts: WallLayouts, { now, hasFeed }: { now: number; hasFeed: (feedId: FeedId) => boolean }): Recalled {
  let gone = 0;
  const shown = (content: TileContent): TileContent => {
    if (content.kind === 'feed' && !hasFeed(content.feedId)) {
      gone += 1;
      return { kind: 'empty' };
    }
    if (content.kind !== 'tour') {
      return content;
    }
    const stops = content.stops.filter(hasFeed);
    gone += content.stops.length - stops.length;
    return stops.length === 0 ? { kind: 'empty' } : { ...content, stops, startedAt: now, pausedAt: content.pausedAt === null ? null : now };
  };
  const there = slots.filter(({ slotId }) => layouts.has(slotId));
  const recalled = new Map(there.map(({ slotId, layout }): [SlotId, SlotLayout] => [slotId, { ...layout, tiles: layout.tiles.map((tile) => shownTile(tile, shown(tile.content))) }]));
  return { layouts: new Map([...layouts, ...recalled]), missing: slots.filter(({ slotId }) => !layouts.has(slotId)).map(({ slotId }) => slotId), gone };
}

function shownTile(tile: WallTile, content: TileContent): WallTile {
  return content === tile.content ? { ...tile, look: { ...tile.look, frozenAt: null } } : { ...withContent(tile, content), span: content.kind === 'empty' ? null : tile.span };
}
