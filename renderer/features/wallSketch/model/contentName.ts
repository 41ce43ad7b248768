import type { TFunction } from 'i18next';
import type { TileContent } from '#protocol/wall/content.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { revokedUnit } from '../../feedTile/index.ts';

type NameSource = Pick<HallState, 'feeds' | 'units' | 'log'>;

/** What a tile shows, in a few words; empty for an empty one. */
export function contentName(t: TFunction, content: TileContent, source: NameSource): string {
  switch (content.kind) {
    case 'empty':
      return '';
    case 'feed': {
      const feed = source.feeds.get(content.feedId);
      const unit = feed && source.units.get(feed.unitId);
      return unit?.name ?? revokedUnit(source.log, content.feedId)?.name ?? t('wall.tileGone');
    }
    case 'tour':
      return t('wall.contentTour', { count: content.stops.length });
    case 'picture':
      return content.title === '' ? t('wall.content.picture') : content.title;
    case 'map':
    case 'operation': {
      const operation = content.operationId === null ? undefined : source.log.operations.get(content.operationId);
      return operation === undefined ? t(`wall.content.${content.kind}`) : `${t(`wall.content.${content.kind}`)} · ${operation.title}`;
    }
    default:
      return t(`wall.content.${content.kind}`);
  }
}
