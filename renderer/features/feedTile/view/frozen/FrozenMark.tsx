import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { formatClock } from '../../../../i18n/beijingTime.ts';
import type { TileView } from '../../model/tileView.ts';
import type { Frozen } from './useFrozen.ts';
import styles from './FrozenMark.module.css';

type FrozenMarkProps = { readonly kind: Exclude<Frozen, 'moving'>; readonly frozenAt: number; readonly view: StoreApi<TileView> };

/** Nobody shall take a picture that stands for one of now; nor look for one that this window does not have. */
export function FrozenMark({ kind, frozenAt, view }: FrozenMarkProps) {
  const { t } = useTranslation();
  const live = useStore(view, ({ state }) => state === 'live');
  const time = formatClock(frozenAt);
  return (
    <div className={styles.mark} data-kind={kind} data-role="frozen-mark">
      <strong>{t(kind === 'frozen' ? 'tiles.frozen' : 'tiles.frozenGone', { time })}</strong>
      {kind === 'frozen' && !live && <span>{t('tiles.frozenAndLost')}</span>}
    </div>
  );
}
