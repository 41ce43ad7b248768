import { useTranslation } from 'react-i18next';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { LookBack } from '../../lookBack/index.ts';
import styles from './TileTools.module.css';

const REPLAY_MS = 30_000;

/** The last half minute over the live picture, and marked as such: nobody shall take it for now. */
export function Replay({ feedId, endsAt }: { feedId: FeedId; endsAt: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.replay} data-role="replay">
      <LookBack feedId={feedId} endsAt={endsAt} lengthMs={REPLAY_MS} loop />
      <strong className={styles.replayMark}>{t('tiles.replayMark', { seconds: REPLAY_MS / 1_000 })}</strong>
    </div>
  );
}
