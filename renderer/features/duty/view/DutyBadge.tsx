import { useTranslation } from 'react-i18next';
import { listOf } from '../../../i18n/listOf.ts';
import { useHallState, useLocale } from '../../hall/index.ts';
import { offeredTo } from '../model/dutyBoard.ts';
import { useDuty } from './useDuty.ts';
import styles from './DutyBadge.module.css';

/** Who is on duty, in the header; amber while a hand-over waits for the signed-in person. Nothing until that is known. */
export function DutyBadge({ onOpen }: { onOpen?: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const duty = useDuty();
  const known = useHallState((state) => state.position !== null);
  const synced = useHallState((state) => state.synced);
  if (!known) {
    return null;
  }
  const waiting = offeredTo(duty.posts, duty.me)[0];
  const held = duty.posts.filter((post) => post.holder !== null);
  const title = duty.posts.map((post) => `${t(`duty.post.${post.post}`)}：${post.holder?.name ?? t('duty.vacant')}`).join('\n');
  const text =
    waiting !== undefined
      ? t('duty.badgeWaiting', { post: t(`duty.post.${waiting.post}`) })
      : held.length === 0
        ? t('duty.badgeNobody')
        : t('duty.badge', { names: listOf(held.flatMap((post) => post.holder?.name ?? []), locale) });
  return (
    <button type="button" className={styles.badge} title={title} data-waiting={waiting !== undefined} data-nobody={held.length === 0} data-synced={synced} data-role="duty-badge" onClick={onOpen}>
      {text}
    </button>
  );
}
