import { Button, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#protocol/nouns/people.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { ActionButton, CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useCapability, useTick } from '../../../hall/index.ts';
import { readPhone } from '../../model/personForm.ts';
import styles from '../AdminPage.module.css';

const SHOWN_MS = 60_000;
const MIN_PURPOSE = 4;

/** The number, masked; opened for a minute to those who say what for. */
export function PhoneLook({ user }: { user: User }) {
  const { t } = useTranslation();
  const mayOpen = useCapability('personal.open');
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ readonly phone: string; readonly untilAt: number } | null>(null);
  if (!user.hasPhone) {
    return <span className={styles.faint}>{t('people.noPhone')}</span>;
  }
  return (
    <span className={styles.inline}>
      {shown === null ? '•••• ••••' : <ShownPhone phone={shown.phone} untilAt={shown.untilAt} onOver={() => setShown(null)} />}
      {shown === null && mayOpen && <ActionButton size="compact-xs" onClick={() => setAsking(true)} data-action="user.openPhone">{t('people.openPhone')}</ActionButton>}
      {asking && <PurposeDialog user={user} onClose={() => setAsking(false)} onOpened={(phone) => setShown({ phone, untilAt: Date.now() + SHOWN_MS })} />}
    </span>
  );
}

function ShownPhone({ phone, untilAt, onOver }: { phone: string; untilAt: number; onOver: () => void }) {
  const { t } = useTranslation();
  const now = useTick();
  const seconds = Math.max(0, Math.ceil((untilAt - now) / 1_000));
  useEffect(() => {
    if (seconds === 0) {
      onOver();
    }
  }, [seconds, onOver]);
  return (
    <>
      <strong data-role="phone">{phone}</strong>
      <span className={styles.faint}>{t('people.maskedIn', { seconds })}</span>
      <Button size="compact-xs" variant="subtle" onClick={onOver}>{t('people.mask')}</Button>
    </>
  );
}

function PurposeDialog({ user, onClose, onOpened }: { user: User; onClose: () => void; onOpened: (phone: string) => void }) {
  const { t } = useTranslation();
  const open = useCommand('user.openPhone');
  const [purpose, setPurpose] = useState('');
  const submit = async () => {
    const answer = await open.ask({ userId: user.userId, purpose: purpose.trim() });
    if (answer !== null) {
      onOpened(answer.phone);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('people.openPhoneTitle', { name: user.name })} submitLabel={t('people.openPhone')} command={open} ready={purpose.trim().length >= MIN_PURPOSE} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('people.openPhoneHint')}</p>
      <Textarea size="xs" label={t('people.purpose')} description={t('people.purposeHint')} value={purpose} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setPurpose(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** Another number, or none. The present one is not shown for it. */
export function PhoneDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useCommand('user.setPhone');
  const expectedVersion = useExpectedVersion(user.version, set);
  const [phone, setPhone] = useState('');
  const read = readPhone(phone);
  const submit = async () => {
    if (read !== undefined && (await set.ask({ userId: user.userId, expectedVersion, phone: read })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t('people.setPhoneTitle', { name: user.name })}
      submitLabel={read === null ? t('people.removePhone') : t('hall.save')}
      command={set}
      ready={read !== undefined && (read !== null || user.hasPhone)}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NoticeLine tone="waiting">{t(user.hasPhone ? 'people.newestPhone' : 'people.newestNoPhone')}</NoticeLine>}
    >
      <TextInput
        label={t('people.phone')}
        description={t(user.hasPhone ? 'people.replacePhoneHint' : 'people.phoneHint')}
        error={read === undefined && t('people.wrong.phone')}
        value={phone}
        inputMode="tel"
        autoComplete="off"
        data-autofocus
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
    </CommandDialog>
  );
}
