import { Checkbox, SegmentedControl, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { GENDERS, PARTY_KINDS, type Party } from '#protocol/operations/parties.ts';
import { CommandDialog, useCommand } from '../../../../command/index.ts';
import styles from '../Steps.module.css';

/** Somebody against whom the operation is directed. The log keeps a masked name; the rest is kept beside it. */
export function PartyDialog({ operationId, onClose, onAdded }: { operationId: OperationId; onClose: () => void; onAdded: (party: Party) => void }) {
  const { t } = useTranslation();
  const add = useCommand('party.add');
  const [kind, setKind] = useState<(typeof PARTY_KINDS)[number]>('person');
  const [gender, setGender] = useState<(typeof GENDERS)[number]>('unknown');
  const [minor, setMinor] = useState(false);
  const [words, setWords] = useState({ name: '', idNumber: '', phone: '', address: '' });
  const set = (name: keyof typeof words) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setWords((before) => ({ ...before, [name]: value }));
  };
  const isPerson = kind === 'person';
  const submit = async () => {
    const personal = { name: words.name.trim(), idNumber: words.idNumber.trim(), phone: words.phone.trim(), address: words.address.trim() };
    const answer = await add.ask({ operationId, kind, gender: isPerson ? gender : 'unknown', minor: isPerson && minor, personal });
    if (answer !== null) {
      onAdded(answer.party);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.partyTitle')} submitLabel={t('steps.action.addParty')} command={add} size={520} ready={words.name.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('steps.partyHint')}</p>
      <SegmentedControl size="xs" fullWidth aria-label={t('steps.partyKind')} value={kind} onChange={(value) => setKind(value)} data={PARTY_KINDS.map((value) => ({ value, label: t(`steps.partyKinds.${value}`) }))} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t(isPerson ? 'steps.partyName' : 'steps.organisationName')} value={words.name} maxLength={64} data-autofocus onChange={set('name')} />
        <TextInput size="xs" label={t(isPerson ? 'steps.idNumber' : 'steps.creditCode')} value={words.idNumber} maxLength={32} onChange={set('idNumber')} />
        <TextInput size="xs" label={t('steps.phone')} value={words.phone} maxLength={24} onChange={set('phone')} />
        <TextInput size="xs" label={t('steps.address')} value={words.address} maxLength={200} onChange={set('address')} />
      </SimpleGrid>
      {isPerson && (
        <>
          <SegmentedControl size="xs" aria-label={t('steps.genderLabel')} value={gender} onChange={(value) => setGender(value)} data={GENDERS.map((value) => ({ value, label: t(`steps.gender.${value}`) }))} />
          <Checkbox size="xs" label={t('steps.minorLabel')} checked={minor} onChange={(event) => setMinor(event.currentTarget.checked)} />
        </>
      )}
    </CommandDialog>
  );
}
