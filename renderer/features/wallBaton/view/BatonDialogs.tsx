import { Input, Select, SegmentedControl, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../command/index.ts';
import { useHallNow, useHallState, useSession } from '../../hall/index.ts';
import { batonTakers, batonView, type BatonDialogName } from '../model/batonView.ts';
import styles from './Baton.module.css';

const MINUTE_MS = 60_000;
const LOAN_MINUTES = ['10', '30', '60'] as const;
const MAX_REASON = 200;

/** The questions before the baton changes hands. */
export function BatonDialogs({ open, onClose }: { open: BatonDialogName | null; onClose: () => void }) {
  switch (open) {
    case 'seize':
      return <SeizeDialog onClose={onClose} />;
    case 'lend':
      return <LendDialog onClose={onClose} />;
    case 'pass':
      return <PassDialog onClose={onClose} />;
    case null:
      return null;
  }
}

function SeizeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { view } = useBatonNow();
  const take = useCommand('wall.takeBaton');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await take.ask({ reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('wallBaton.seizeTitle')} submitLabel={t('wallBaton.action.seize')} command={take} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{view.hand === null ? t('wallBaton.seizeFree') : t('wallBaton.seizeHint', { name: view.hand.name })}</p>
      <Textarea size="xs" label={t('wallBaton.reason')} value={reason} maxLength={MAX_REASON} autosize minRows={2} maxRows={5} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}

function LendDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { view } = useBatonNow();
  const lend = useCommand('wall.lendBaton');
  const [to, setTo] = useState<UserId | null>(view.asked?.userId ?? null);
  const [minutes, setMinutes] = useState<string>('30');
  const submit = async () => {
    if (to !== null && (await lend.ask({ toUserId: to, forMs: Number(minutes) * MINUTE_MS })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('wallBaton.lendTitle')} submitLabel={t('wallBaton.action.lend')} command={lend} ready={to !== null} sentences={{ notFound: t('wallBaton.notAtDesk') }} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('wallBaton.lendHint')}</p>
      <PersonField value={to} onChange={setTo} />
      <Input.Wrapper size="xs" label={t('wallBaton.howLong')} labelElement="div">
        <SegmentedControl size="xs" fullWidth value={minutes} onChange={setMinutes} data={LOAN_MINUTES.map((value) => ({ value, label: t('wallBaton.minutes', { count: Number(value) }) }))} aria-label={t('wallBaton.howLong')} />
      </Input.Wrapper>
    </CommandDialog>
  );
}

function PassDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { view } = useBatonNow();
  const pass = useCommand('wall.passBaton');
  const [to, setTo] = useState<UserId | null>(view.asked?.userId ?? null);
  const submit = async () => {
    if (to !== null && (await pass.ask({ toUserId: to })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('wallBaton.passTitle')} submitLabel={t('wallBaton.action.pass')} command={pass} ready={to !== null} sentences={{ notFound: t('wallBaton.notAtDesk') }} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('wallBaton.passHint')}</p>
      <PersonField value={to} onChange={setTo} />
    </CommandDialog>
  );
}

function PersonField({ value, onChange }: { value: UserId | null; onChange: (userId: UserId | null) => void }) {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const users = useHallState((state) => state.log.users);
  const takers = useMemo(() => batonTakers(users.values(), court.courtCode, person?.userId ?? null), [users, court, person]);
  return (
    <Select
      size="xs"
      // Opened by the focus of the dialog, it would hide what stands beneath it.
      openOnFocus={false}
      label={t('wallBaton.person')}
      description={takers.length === 0 ? t('wallBaton.nobody') : t('wallBaton.personHint')}
      searchable
      nothingFoundMessage={t('people.noMatch')}
      value={value}
      onChange={(chosen) => onChange(chosen as UserId | null)}
      data={takers.map((user) => ({ value: user.userId as string, label: user.name }))}
      data-autofocus
    />
  );
}

function useBatonNow() {
  const { court, person } = useSession();
  const baton = useHallState((state) => state.log.walls.get(court.courtCode)?.baton ?? null);
  const now = useHallNow();
  return { view: batonView(baton, { me: person?.userId ?? null, mayCommand: false, now }) };
}
