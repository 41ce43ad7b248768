import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnSigningKey } from '#protocol/tasks/signing.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { CommandDialog } from '../../command/index.ts';
import { useLocale } from '../../hall/index.ts';
import { PIN_DIGITS } from '../model/pinRule.ts';
import type { Signer } from '../model/signer.ts';
import { MakeKeyDialog } from './MakeKeyDialog.tsx';
import { isGood, NewPinFields, NO_PIN } from './NewPinFields.tsx';
import { PinField } from './PinField.tsx';
import styles from './Signing.module.css';
import { useAttempt } from './useAttempt.ts';
import { useOwnKey } from './useOwnKey.ts';

type KeyDialogProps = { readonly signer: Signer; readonly userId: string; readonly onClose: () => void };
type Task = 'make' | 'changePin' | 'renew' | 'revoke';

/** One's own key: made, given another PIN, exchanged, ended. */
export function KeyDialog({ signer, userId, onClose }: KeyDialogProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { mine, problem, setMine } = useOwnKey(signer);
  const { lockedText } = useAttempt();
  const [task, setTask] = useState<Task | null>(null);
  const key = mine?.key ?? null;
  const done = (next: OwnSigningKey | null) => {
    if (mine !== null) setMine({ ...mine, key: next });
    setTask(null);
  };
  const back = () => setTask(null);
  if (mine !== null && task === 'make') {
    return <MakeKeyDialog signer={signer} userId={userId} hasPassword={mine.hasPassword} onMade={done} onClose={back} />;
  }
  if (key !== null && task === 'revoke') {
    return <RevokeDialog signer={signer} onDone={() => done(null)} onClose={back} />;
  }
  if (key !== null && (task === 'changePin' || task === 'renew')) {
    return <PinChangeDialog task={task} signer={signer} userId={userId} signingKey={key} onDone={done} onClose={back} />;
  }
  return (
    <Modal opened onClose={onClose} title={t('signing.keyTitle')} size={440} centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      {mine === null ? <p className={styles.lead} role="status">{problem === null ? t('signing.asking') : errorSentence(t, problem)}</p> : key === null ? <p className={styles.lead}>{t('signing.noKey')}</p> : (
        <dl className={styles.facts}>
          <div><dt>{t('signing.fact.key')}</dt><dd className={styles.hash}>{key.keyId.slice(0, 16)}</dd></div>
          <div><dt>{t('signing.fact.since')}</dt><dd>{formatDate(key.enrolledAt, locale)}</dd></div>
        </dl>
      )}
      {mine !== null && mine.lockedUntilAt !== null && <p className={styles.locked} role="status">{lockedText(mine.lockedUntilAt)}</p>}
      <div className={styles.actions}>
        {mine !== null && key === null && <Button data-autofocus onClick={() => setTask('make')}>{t('signing.make')}</Button>}
        {key !== null && (
          <>
            <Button data-autofocus variant="default" onClick={() => setTask('changePin')}>{t('signing.changePin')}</Button>
            <Button variant="default" onClick={() => setTask('renew')}>{t('signing.renew')}</Button>
            <Button variant="default" onClick={() => setTask('revoke')}>{t('signing.revoke')}</Button>
          </>
        )}
      </div>
    </Modal>
  );
}

type ChangeProps = KeyDialogProps & { readonly task: 'changePin' | 'renew'; readonly signingKey: OwnSigningKey; readonly onDone: (key: OwnSigningKey) => void };

function PinChangeDialog({ task, signer, userId, signingKey, onDone, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const { command, attempt, sentences } = useAttempt();
  const [pin, setPin] = useState('');
  const [next, setNext] = useState(NO_PIN);
  const submit = () => attempt(async () => onDone(await signer[task]({ pin, next: next.pin, key: signingKey, userId })));
  return (
    <CommandDialog title={t(`signing.${task}`)} submitLabel={t(`signing.${task}`)} command={command} sentences={sentences} ready={pin.length >= PIN_DIGITS.min && isGood(next)} size={440} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.lead}>{t(`signing.${task}Lead`)}</p>
      <PinField field="pin" label={t('signing.presentPin')} value={pin} autoFocus onChange={setPin} />
      <NewPinFields value={next} onChange={setNext} />
    </CommandDialog>
  );
}

function RevokeDialog({ signer, onDone, onClose }: { signer: Signer; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { command, attempt } = useAttempt();
  const [reason, setReason] = useState('');
  const submit = () => attempt(async () => {
    await signer.revoke(reason.trim());
    onDone();
  });
  return (
    <CommandDialog title={t('signing.revoke')} submitLabel={t('signing.revoke')} command={command} ready={reason.trim().length >= 2} size={440} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.lead}>{t('signing.revokeLead')}</p>
      <TextInput label={t('signing.reason')} value={reason} maxLength={200} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
