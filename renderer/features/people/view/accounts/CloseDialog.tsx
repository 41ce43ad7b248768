import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#protocol/nouns/people.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useLocale } from '../../../hall/index.ts';
import styles from '../AdminPage.module.css';

/** Closes an account, or opens a closed one again; either with a reason that the log keeps. */
export function CloseDialog({ user, onClose, onDone }: { user: User; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  // What was asked stays the question, also when someone else answers it meanwhile.
  const [closing] = useState(user.state === 'active');
  const closeUser = useCommand('user.close');
  const reopenUser = useCommand('user.reopen');
  const command = closing ? closeUser : reopenUser;
  const expectedVersion = useExpectedVersion(user.version, command);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await command.ask({ userId: user.userId, expectedVersion, reason: reason.trim() })) !== null) {
      onDone();
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t(closing ? 'people.closeTitle' : 'people.reopenTitle', { name: user.name })}
      submitLabel={t(closing ? 'people.close' : 'people.reopen')}
      command={command}
      ready={reason.trim().length >= 2}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NoticeLine tone="waiting">{t('people.newest', { name: user.name, roles: listOf(user.roles.map((role) => t(`roles.${role}`)), locale) })} {t(user.state === 'closed' ? 'people.closed' : 'people.active')}</NoticeLine>}
    >
      <p className={styles.note}>{t(closing ? 'people.closeHint' : 'people.reopenHint')}</p>
      <Textarea size="xs" label={t('people.reason')} description={t('people.reasonHint')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
