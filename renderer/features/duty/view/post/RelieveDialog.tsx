import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import { NewestPost } from './NewestPost.tsx';
import styles from '../Duty.module.css';

const MIN_REASON = 2;
const MAX_REASON = 200;

/** Takes the holder off a post that was left without a word, or that they may not hold any more. */
export function RelieveDialog({ post, onClose }: { post: DutyPost; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const relieve = useCommand('duty.relieve');
  const expectedVersion = useExpectedVersion(post.version, relieve);
  const [reason, setReason] = useState('');
  const { holder } = post;
  const submit = async () => {
    if ((await relieve.ask({ courtCode: post.courtCode, post: post.post, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t('duty.relieveTitle', { post: t(`duty.post.${post.post}`) })}
      submitLabel={t('duty.action.relieve')}
      command={relieve}
      ready={holder !== null && reason.trim().length >= MIN_REASON}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NewestPost post={post} />}
    >
      <p className={styles.warning}>{holder === null ? t('duty.relieveGone') : t('duty.relieveHint', { name: holder.name, time: formatMoment(holder.sinceAt, link.now(), locale) })}</p>
      <Textarea size="xs" label={t('duty.reason')} description={t('duty.reasonHint')} value={reason} maxLength={MAX_REASON} autosize minRows={2} maxRows={6} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
