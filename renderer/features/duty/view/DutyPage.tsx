import { useTranslation } from 'react-i18next';
import { listOf } from '../../../i18n/listOf.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import { offeredTo } from '../model/dutyBoard.ts';
import { DutyLogList } from './DutyLogList.tsx';
import { PostCard } from './post/PostCard.tsx';
import { useDuty } from './useDuty.ts';
import styles from './Duty.module.css';

/** The own court's duty room. */
export function DutyPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  const duty = useDuty();
  const known = useHallState((state) => state.position !== null);
  const synced = useHallState((state) => state.synced);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return away ? <EmptyNote title={t('units.notConnected')} hint={t('duty.notConnectedHint')} /> : <EmptyNote title={t('hall.loading')} />;
  }
  const waiting = offeredTo(duty.posts, duty.me);
  return (
    <div className={styles.page}>
      {waiting.length > 0 && (
        <NoticeLine tone="waiting">
          {t('duty.waitingForYou', { name: waiting[0]?.holder?.name ?? '', post: listOf(waiting.map((post) => t(`duty.post.${post.post}`)), locale) })}
        </NoticeLine>
      )}
      {duty.me === null && <NoticeLine>{t('duty.readOnly')}</NoticeLine>}
      <div className={styles.posts} data-synced={synced}>
        {duty.posts.map((post) => <PostCard key={post.post} post={post} viewer={duty} />)}
      </div>
      <DutyLogList courtCode={duty.courtCode} courtName={duty.courtName} />
    </div>
  );
}
