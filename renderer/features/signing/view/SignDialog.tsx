import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnSigningKey } from '#protocol/tasks/signing.ts';
import type { TaskSignature } from '#protocol/tasks/tasks.ts';
import { CommandDialog } from '../../command/index.ts';
import { PIN_DIGITS } from '../model/pinRule.ts';
import type { Signer, ToSign } from '../model/signer.ts';
import { MakeKeyDialog } from './MakeKeyDialog.tsx';
import { PinField } from './PinField.tsx';
import { SignedFacts } from './SignedFacts.tsx';
import styles from './Signing.module.css';
import { useAttempt } from './useAttempt.ts';
import { useOwnKey } from './useOwnKey.ts';

type SignDialogProps = { readonly signer: Signer; readonly userId: string; readonly toSign: ToSign; readonly onSettled: (signature: TaskSignature | null) => void };

/** Shows what is signed and asks for the PIN; whoever has no key yet makes one on the way. */
export function SignDialog({ signer, userId, toSign, onSettled }: SignDialogProps) {
  const { mine, problem, setMine } = useOwnKey(signer);
  const [known, setKnown] = useState<OwnSigningKey | null>(null);
  const key = known ?? mine?.key ?? null;
  const give = () => onSettled(null);
  if (mine !== null && key === null) {
    const made = (fresh: OwnSigningKey) => {
      setKnown(fresh);
      setMine({ ...mine, key: fresh });
    };
    return <MakeKeyDialog signer={signer} userId={userId} hasPassword={mine.hasPassword} onMade={made} onClose={give} />;
  }
  return <PinDialog signer={signer} signingKey={key} lockedUntilAt={mine?.lockedUntilAt ?? null} unasked={problem} toSign={toSign} onSettled={onSettled} />;
}

type PinDialogProps = Pick<SignDialogProps, 'signer' | 'toSign' | 'onSettled'> & { readonly signingKey: OwnSigningKey | null; readonly lockedUntilAt: number | null; readonly unasked: ReturnType<typeof useOwnKey>['problem'] };

function PinDialog({ signer, signingKey, lockedUntilAt, unasked, toSign, onSettled }: PinDialogProps) {
  const { t } = useTranslation();
  const { command, attempt, sentences, lockedText } = useAttempt();
  const [pin, setPin] = useState('');
  const [keep, setKeep] = useState(false);
  const submit = () => attempt(async () => {
    if (signingKey !== null) {
      try {
        onSettled(await signer.signWith(pin, signingKey, { toSign, keep }));
      } finally {
        setPin('');
      }
    }
  });
  return (
    <CommandDialog
      title={t('signing.signTitle')}
      submitLabel={t('signing.sign')}
      command={{ busy: command.busy, problem: command.problem ?? unasked }}
      sentences={sentences}
      ready={signingKey !== null && pin.length >= PIN_DIGITS.min}
      size={480}
      onClose={() => onSettled(null)}
      onSubmit={() => void submit()}
    >
      <SignedFacts toSign={toSign} />
      {lockedUntilAt !== null && command.problem === null && <p className={styles.locked} role="status">{lockedText(lockedUntilAt)}</p>}
      <PinField field="pin" label={t('signing.pin')} value={pin} autoFocus onChange={setPin} />
      <Checkbox className={styles.keep} label={t('signing.keep')} checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
    </CommandDialog>
  );
}
