import { Select, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHallState, useLocale } from '../../../hall/index.ts';
import { successors } from '../../model/dutyBoard.ts';
import { NewestPost } from './NewestPost.tsx';
import styles from '../Duty.module.css';

const MAX_NOTE = 2_000;
const MIN_END_NOTE = 2;

/** The holder names a successor and writes down what is done and what is not. */
export function OfferDialog({ post, me, onClose }: { post: DutyPost; me: UserId; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const users = useHallState((state) => state.log.users);
  const offer = useCommand('duty.offer');
  const expectedVersion = useExpectedVersion(post.version, offer);
  const able = useMemo(() => successors(users.values(), post.courtCode, me), [users, post.courtCode, me]);
  const [toUserId, setToUserId] = useState<UserId | null>(null);
  const [done, setDone] = useState('');
  const [undone, setUndone] = useState('');
  const submit = async () => {
    if (toUserId !== null && (await offer.ask({ post: post.post, expectedVersion, toUserId, done: done.trim(), undone: undone.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('duty.offerTitle', { post: t(`duty.post.${post.post}`) })} submitLabel={t('duty.action.offer')} command={offer} ready={toUserId !== null} size={600} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPost post={post} />}>
      <p className={styles.hint}>{t('duty.offerHint')}</p>
      <Select
        label={t('duty.successor')}
        placeholder={t('duty.chooseSuccessor')}
        description={able.length === 0 ? t('duty.noSuccessor') : undefined}
        searchable
        nothingFoundMessage={t('people.noMatch')}
        value={toUserId}
        onChange={(value) => setToUserId(value as UserId | null)}
        data={able.map((user) => ({ value: user.userId as string, label: `${user.name}（${listOf(user.roles.map((role) => t(`roles.${role}`)), locale)}）` }))}
        data-autofocus
      />
      <Textarea size="xs" label={t('duty.undone')} description={t('duty.undoneHint')} value={undone} maxLength={MAX_NOTE} autosize minRows={4} maxRows={10} onChange={(event) => setUndone(event.currentTarget.value)} />
      <Textarea size="xs" label={t('duty.done')} description={t('duty.doneHint')} value={done} maxLength={MAX_NOTE} autosize minRows={3} maxRows={10} onChange={(event) => setDone(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** Leaves the post vacant: for nights without a successor, and said as such. */
export function EndDialog({ post, onClose }: { post: DutyPost; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useCommand('duty.end');
  const expectedVersion = useExpectedVersion(post.version, end);
  const [note, setNote] = useState('');
  const submit = async () => {
    if ((await end.ask({ post: post.post, expectedVersion, note: note.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('duty.endTitle', { post: t(`duty.post.${post.post}`) })} submitLabel={t('duty.action.end')} command={end} ready={note.trim().length >= MIN_END_NOTE} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPost post={post} />}>
      <p className={styles.warning}>{t('duty.endHint')}</p>
      <Textarea size="xs" label={t('duty.note')} description={t('duty.noteHint')} value={note} maxLength={MAX_NOTE} autosize minRows={3} maxRows={10} data-autofocus onChange={(event) => setNote(event.currentTarget.value)} />
    </CommandDialog>
  );
}
