import { useTranslation } from 'react-i18next';
import type { TileContent } from '#protocol/wall/content.ts';
import { revokedUnit } from '../../feedTile/index.ts';
import { useHallState } from '../../hall/index.ts';

/** What a tile shows, in words. */
export function useTileName(content: TileContent): string {
  const { t } = useTranslation();
  const named = useHallState((state) => {
    switch (content.kind) {
      case 'feed': {
        const feed = state.feeds.get(content.feedId);
        return (feed && state.units.get(feed.unitId)?.name) ?? null;
      }
      case 'operation':
      case 'map':
        return content.operationId === null ? null : (state.log.operations.get(content.operationId)?.title ?? null);
      default:
        return null;
    }
  });
  const revoked = useHallState((state) => (content.kind === 'feed' ? (revokedUnit(state.log, content.feedId)?.name ?? null) : null));
  switch (content.kind) {
    case 'empty':
      return t('wall.tileEmpty');
    case 'feed':
      return named ?? (revoked === null ? t('wall.tileGone') : t('wall.tileRevoked', { name: revoked }));
    case 'tour':
      return t('wall.contentTour', { count: content.stops.length });
    case 'picture':
      return content.title === '' ? t('wall.content.picture') : content.title;
    default:
      return named === null ? t(`wall.content.${content.kind}`) : `${t(`wall.content.${content.kind}`)} · ${named}`;
  }
}
