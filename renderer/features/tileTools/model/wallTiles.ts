import type { FeedId, SlotId } from '#protocol/nouns/ids.ts';
import type { TileLook } from '#protocol/wall/layout.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import type { RequestInput } from '#protocol/contract.ts';

export type LookOnWall = Omit<RequestInput<'wall.adjust'>['tiles'][number], 'slotId'> & { readonly slotId: SlotId };

/** Most that one request may adjust. */
const MOST = 64;

/** The tiles of the wall that are set to show this feed, looked at by `change`. */
export function adjustedOnWall(wall: ReadonlyMap<SlotId, Pick<WallSlot, 'slotId' | 'layout'>>, feedId: FeedId, change: (look: TileLook) => TileLook): LookOnWall[] {
  return [...wall.values()]
    .flatMap(({ slotId, layout }) => layout.tiles.flatMap(({ content, column, row, look }) => (content.kind === 'feed' && content.feedId === feedId ? [{ slotId, column, row, look: change(look) }] : [])))
    .slice(0, MOST);
}
