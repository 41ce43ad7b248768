import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOutput } from '#protocol/contract.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { formatDate, formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { CopyButton } from '../../../ui/form/CopyButton.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { ActionButton, useCommand } from '../../command/index.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { GrantList } from './GrantList.tsx';
import styles from './Grants.module.css';

type Given = RequestOutput<'grant.give'>;

const DURATIONS_MS = { m15: 900_000, h1: 3_600_000, h4: 14_400_000, h12: 43_200_000, h24: 86_400_000 } as const;
type Duration = keyof typeof DURATIONS_MS;

/** Gives a grant of this feed, shows its token once, and lists and revokes those there are. */
export function GrantDialog({ feedId, onClose }: { feedId: FeedId; onClose: () => void }) {
  const { t } = useTranslation();
  const unitName = useHallState((state) => state.log.units.get(state.log.feeds.get(feedId)?.unitId ?? ('' as never))?.name ?? '');
  const label = useHallState((state) => state.log.feeds.get(feedId)?.label ?? '');
  const [given, setGiven] = useState<Given | null>(null);
  // After the press of Escape has gone its whole way: the desk's own Escape looks whether a dialog is open.
  const close = () => void setTimeout(onClose);
  return (
    <Modal opened onClose={close} title={t('grants.title', { unit: `${unitName} · ${label}` })} size={600} centered closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.stack} data-role="grants">
        {given === null ? <GiveForm feedId={feedId} onGiven={setGiven} /> : <GivenOnce given={given} onAnother={() => setGiven(null)} />}
        <GrantList feedId={feedId} />
      </div>
    </Modal>
  );
}

function GiveForm({ feedId, onGiven }: { feedId: FeedId; onGiven: (given: Given) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const command = useCommand('grant.give');
  const [forName, setForName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [duration, setDuration] = useState<Duration>('h1');
  const ready = forName.trim().length >= 2 && purpose.trim().length >= 2;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    const answer = ready && !command.busy ? await command.ask({ feedId, forName: forName.trim(), purpose: purpose.trim(), endsAt: Math.floor(link.now()) + DURATIONS_MS[duration] }) : null;
    if (answer !== null) {
      onGiven(answer);
    }
  };
  return (
    <form className={styles.stack} onSubmit={(event) => void submit(event)}>
      <p className={styles.note}>{t('grants.hint')}</p>
      <TextInput label={t('grants.forName')} placeholder={t('grants.forNameExample')} value={forName} maxLength={64} data-autofocus onChange={(event) => setForName(event.currentTarget.value)} />
      <TextInput label={t('grants.purpose')} placeholder={t('grants.purposeExample')} value={purpose} maxLength={200} onChange={(event) => setPurpose(event.currentTarget.value)} />
      <Select label={t('grants.duration')} allowDeselect={false} value={duration} onChange={(value) => value !== null && setDuration(value)} data={(Object.keys(DURATIONS_MS) as Duration[]).map((value) => ({ value, label: t(`grants.durations.${value}`) }))} />
      {command.problem !== null && <NoticeLine tone="lost">{errorSentence(t, command.problem.code)}</NoticeLine>}
      <ActionButton variant="filled" loading={command.busy} onClick={() => void submit()} data-action="grant.give">{t('grants.give')}</ActionButton>
    </form>
  );
}

function GivenOnce({ given, onAnother }: { given: Given; onAnother: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { grant, url, token } = given;
  const now = link.now();
  const time = `${formatDate(grant.endsAt, locale)} ${formatMoment(grant.endsAt, now, locale)}`;
  const copy = (text: string) => <CopyButton text={text} label={t('grants.copy')} doneLabel={t('grants.copied')} failedLabel={t('grants.copyFailed')} />;
  return (
    <>
      <NoticeLine tone="waiting">{t('grants.onceTitle', { name: grant.forName, time })} · {t('grants.onceHint')}</NoticeLine>
      <div className={styles.fact}><span>{t('grants.url')}</span><code className={styles.secret} data-role="grant-url">{url}</code>{copy(url)}</div>
      <div className={styles.fact}><span>{t('grants.token')}</span><code className={styles.secret} data-role="grant-token">{token}</code>{copy(token)}</div>
      <Button variant="default" onClick={onAnother}>{t('grants.another')}</Button>
    </>
  );
}
