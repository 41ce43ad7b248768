import { useTranslation } from 'react-i18next';
import { outsideViewers } from '#domain/access/outsideViewers.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { useHallState } from '../../hall/index.ts';
import styles from './OutsideMark.module.css';

/** In the corner of a tile: somebody outside the hall sees this, too. */
export function OutsideMark({ feedId, scale }: { feedId: FeedId; scale: 'desk' | 'wall' }) {
  const { t } = useTranslation();
  const names = useHallState((state) => outsideViewers(state.log, feedId).join('、'));
  return names === '' ? null : <span className={styles.mark} data-scale={scale} data-role="outside" title={t('grants.markTitle', { names })}>{t('grants.mark')}</span>;
}
