import type { Feed } from '#protocol/media/feeds.ts';
import type { FeedId, OperationId } from '#protocol/nouns/ids.ts';
import { isOver } from '#domain/operations/operationStates.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { feedOfUnit, isFeedLive } from '../../hall/index.ts';

/** A picture that can be chosen. */
export type PickableFeed = { readonly feedId: FeedId; readonly name: string; readonly detail: string; readonly live: boolean };
type PickableOperation = { readonly operationId: OperationId; readonly title: string; readonly feedIds: readonly FeedId[] };

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Every camera of an enrolled unit; those with a picture first. */
export function pickableFeeds({ feeds, units }: Pick<HallState, 'feeds' | 'units'>): PickableFeed[] {
  return [...feeds.values()]
    .flatMap((feed: Feed) => {
      const unit = units.get(feed.unitId);
      return unit === undefined || feed.recorded === true ? [] : [{ feedId: feed.feedId, name: unit.name, detail: `${unit.teamName} · ${unit.courtName}`, live: isFeedLive(feed) }];
    })
    .toSorted((a, b) => Number(b.live) - Number(a.live) || collator.compare(a.name, b.name));
}

/** Operations under way, with the pictures of their teams in the order of the plan. */
export function pickableOperations({ feeds, log }: Pick<HallState, 'feeds' | 'log'>): PickableOperation[] {
  return [...log.operations.values()]
    .filter((operation) => !isOver(operation))
    .toSorted((a, b) => b.plannedFrom - a.plannedFrom)
    .map(({ operationId, title, teams }) => ({ operationId, title, feedIds: [...new Set(teams.flatMap(({ unitIds }) => unitIds))].flatMap((unitId) => feedOfUnit(feeds, unitId)?.feedId ?? []) }));
}
