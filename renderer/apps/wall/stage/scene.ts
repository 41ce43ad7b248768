import type { Part } from '#domain/wall/show/spanParts.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { Density, WallTile } from '#protocol/wall/layout.ts';

/** Where a tile is in its window, in fractions of it. */
type Frame = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** What one tile is to show. */
export type Item = {
  readonly tileKey: string;
  readonly tile: WallTile;
  readonly frame: Frame;
  readonly part: Part | null;
  readonly density: Density;
  /** The picture; null: `content` is drawn. */
  readonly feedId: FeedId | null;
  readonly content: TileContent;
  readonly alarm: Alarm | null;
  /** Whether anything is to come that is worth waiting for: a live picture, or something drawn. */
  readonly waits: boolean;
  /** Connected beforehand: the next stop of a tour. */
  readonly aheadFeedId: FeedId | null;
};

/** All that a window is to show. */
export type Scene = {
  /** Another one changes all tiles at once; with the same, each tile changes when its new picture is there. */
  readonly arrangement: string;
  /** Not before this moment, so that all windows change together; this machine's time, ms since the epoch. */
  readonly notBefore: number | null;
  readonly items: readonly Item[];
};

/** The same for the same picture, wherever it stands. */
export function subjectOf({ feedId, content }: Pick<Item, 'feedId' | 'content'>): string {
  return feedId === null ? JSON.stringify(content) : `feed ${feedId}`;
}
