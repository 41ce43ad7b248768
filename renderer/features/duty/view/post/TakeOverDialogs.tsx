import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import { HandOverText } from './HandOverText.tsx';
import { NewestPost } from './NewestPost.tsx';
import styles from '../Duty.module.css';

/** The successor reads what is handed over, then takes over. */
export function AcceptDialog({ post, onClose }: { post: DutyPost; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const accept = useCommand('duty.accept');
  // What stands here is the newest offer; one that changed under the reader's eyes is refused once and said so.
  const expectedVersion = useExpectedVersion(post.version, accept);
  const submit = async () => {
    if ((await accept.ask({ post: post.post, expectedVersion })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('duty.acceptTitle', { post: t(`duty.post.${post.post}`) })} submitLabel={t('duty.action.accept')} command={accept} focusSubmit ready={post.offer !== null} size={600} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPost post={post} />}>
      {post.offer === null ? <p className={styles.warning}>{t('duty.offerGone')}</p> : (
        <HandOverText title={t('duty.handedBy', { name: post.holder?.name ?? '', time: formatMoment(post.offer.offeredAt, link.now(), locale) })} done={post.offer.done} undone={post.offer.undone} />
      )}
      <p className={styles.hint}>{t('duty.acceptHint')}</p>
    </CommandDialog>
  );
}

type PlainDialogProps = {
  readonly name: 'duty.start' | 'duty.withdraw';
  readonly post: DutyPost;
  readonly title: string;
  readonly hint: string;
  readonly submitLabel: string;
  readonly onClose: () => void;
};

/** A change of the post that needs no words. */
export function PlainDialog({ name, post, title, hint, submitLabel, onClose }: PlainDialogProps) {
  const command = useCommand(name);
  const expectedVersion = useExpectedVersion(post.version, command);
  const submit = async () => {
    if ((await command.ask({ post: post.post, expectedVersion })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={title} submitLabel={submitLabel} command={command} focusSubmit onClose={onClose} onSubmit={() => void submit()} newest={<NewestPost post={post} />}>
      <p className={styles.hint}>{hint}</p>
    </CommandDialog>
  );
}
