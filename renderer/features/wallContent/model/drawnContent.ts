import type { TileContent } from '#protocol/wall/content.ts';

/** What a tile shows that is no picture of a feed. */
export type DrawnContent = Exclude<TileContent, { kind: 'feed' | 'tour' | 'hotspot' }>;
