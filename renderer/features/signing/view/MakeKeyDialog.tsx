import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnSigningKey } from '#protocol/tasks/signing.ts';
import { CommandDialog } from '../../command/index.ts';
import type { Signer } from '../model/signer.ts';
import { isGood, NewPinFields, NO_PIN } from './NewPinFields.tsx';
import styles from './Signing.module.css';
import { useAttempt } from './useAttempt.ts';

type MakeKeyDialogProps = { readonly signer: Signer; readonly userId: string; readonly hasPassword: boolean; readonly onMade: (key: OwnSigningKey) => void; readonly onClose: () => void };

/** The first time: what a key is, a PIN for it, and that it is really this person. */
export function MakeKeyDialog({ signer, userId, hasPassword, onMade, onClose }: MakeKeyDialogProps) {
  const { t } = useTranslation();
  const { command, attempt, sentences } = useAttempt();
  const [next, setNext] = useState(NO_PIN);
  const [password, setPassword] = useState('');
  const submit = () => attempt(async () => onMade(await signer.enrol({ pin: next.pin, password: hasPassword ? password : null, userId })));
  return (
    <CommandDialog title={t('signing.makeTitle')} submitLabel={t('signing.make')} command={command} sentences={sentences} ready={isGood(next) && (!hasPassword || password !== '')} size={440} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.lead}>{t('signing.makeLead')}</p>
      <NewPinFields value={next} autoFocus onChange={setNext} />
      {hasPassword && <PasswordInput label={t('signing.password')} description={t('signing.passwordHint')} value={password} autoComplete="current-password" maxLength={128} data-field="password" onChange={(event) => setPassword(event.currentTarget.value)} />}
    </CommandDialog>
  );
}
