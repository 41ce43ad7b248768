import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';

/** What the post is now, after someone else changed it. */
export function NewestPost({ post }: { post: DutyPost }) {
  const { t } = useTranslation();
  return (
    <NoticeLine tone="waiting">
      {post.holder === null ? t('duty.newestVacant') : post.offer === null ? t('duty.newestHeld', { name: post.holder.name }) : t('duty.newestOffered', { name: post.holder.name, to: post.offer.toName })}
    </NoticeLine>
  );
}
