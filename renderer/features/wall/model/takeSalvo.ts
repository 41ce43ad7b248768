import { layoutIn, withLayout } from '#domain/wall/edit/layoutsOf.ts';
import { salvo } from '#domain/wall/edit/salvo.ts';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { FeedId, OperationId, SlotId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { feedOfUnit, isFeedLive } from '../../hall/index.ts';
import type { WallDesk } from './wallDesk.ts';

export type SalvoChoice = { readonly label: string; readonly operationId: OperationId | null; readonly feedIds: readonly FeedId[] };

type Source = { readonly operations: { values(): Iterable<Operation> }; readonly feeds: ReadonlyMap<FeedId, Feed> };

/** What can be sent to a display as a whole: each operation under way with the feeds of its teams, and everything that is live. */
export function salvoChoices({ operations, feeds }: Source, all: string): SalvoChoice[] {
  const live = [...feeds.values()].filter(isFeedLive).map(({ feedId }) => feedId);
  return [
    ...[...operations.values()].filter((operation) => !isOver(operation)).toSorted((a, b) => b.plannedFrom - a.plannedFrom).map(({ operationId, title, teams }) => ({
      label: title,
      operationId,
      feedIds: [...new Set(teams.flatMap(({ unitIds }) => unitIds))].flatMap((unitId) => feedOfUnit(feeds, unitId)?.feedId ?? []),
    })),
    ...(live.length > 0 ? [{ label: all, operationId: null, feedIds: live }] : []),
  ];
}

/** Sends it to the display; says how many found no room. */
export async function takeSalvo(desk: WallDesk, slotId: SlotId, { label, operationId, feedIds }: SalvoChoice): Promise<void> {
  let left = 0;
  const done = await desk.apply({ kind: 'salvo', label }, (layouts) => {
    const sent = salvo(layoutIn(layouts, slotId), { feedIds, operationId });
    left = sent.left;
    return withLayout(layouts, slotId, () => sent.layout);
  });
  if (done && left > 0) {
    desk.say({ kind: 'leftOut', count: left });
  }
}
