import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Party, PartyPersonal } from '#protocol/operations/parties.ts';
import { Facts } from '../../../../../ui/page/Detail.tsx';
import { CommandDialog, useCommand } from '../../../../command/index.ts';
import styles from '../Steps.module.css';

const MIN_PURPOSE = 4;

/** Everything that is known of a party: shown once, after the purpose was written into the log. */
export function OpenPartyDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  const { t } = useTranslation();
  const open = useCommand('party.open');
  const [purpose, setPurpose] = useState('');
  const [personal, setPersonal] = useState<PartyPersonal | null>(null);
  const submit = async () => {
    if (personal !== null) {
      onClose();
      return;
    }
    const answer = await open.ask({ partyId: party.partyId, purpose: purpose.trim() });
    setPersonal(answer?.personal ?? null);
  };
  return (
    <CommandDialog title={t('steps.openTitle', { name: party.maskedName })} submitLabel={t(personal === null ? 'steps.action.openParty' : 'hall.close')} command={open} ready={personal !== null || purpose.trim().length >= MIN_PURPOSE} onClose={onClose} onSubmit={() => void submit()}>
      {personal === null ? (
        <>
          <p className={styles.hint}>{t('steps.openHint')}</p>
          <TextInput size="xs" label={t('steps.purpose')} description={t('steps.purposeHint')} value={purpose} maxLength={200} data-autofocus onChange={(event) => setPurpose(event.currentTarget.value)} />
        </>
      ) : (
        <Facts
          facts={[
            { label: t(party.kind === 'person' ? 'steps.partyName' : 'steps.organisationName'), value: personal.name },
            { label: t(party.kind === 'person' ? 'steps.idNumber' : 'steps.creditCode'), value: personal.idNumber || '—' },
            { label: t('steps.phone'), value: personal.phone || '—' },
            { label: t('steps.address'), value: personal.address || '—' },
          ]}
        />
      )}
    </CommandDialog>
  );
}
