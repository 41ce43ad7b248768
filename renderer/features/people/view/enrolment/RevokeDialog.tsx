import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import type { Enrolled } from '../code/useIssueCode.ts';
import styles from '../AdminPage.module.css';

type RevokeDialogProps = { readonly of: Enrolled; readonly name: string; readonly version: number; readonly onClose: () => void };

/** For good: so the name is typed again, and a reason given. */
export function RevokeDialog({ of, name, version, onClose }: RevokeDialogProps) {
  const { t } = useTranslation();
  const revokeUnit = useCommand('unit.revoke');
  const revokeDevice = useCommand('device.revoke');
  const command = 'unitId' in of ? revokeUnit : revokeDevice;
  const expectedVersion = useExpectedVersion(version, command);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const words = { expectedVersion, reason: reason.trim() };
    const answer = await ('unitId' in of ? revokeUnit.ask({ ...of, ...words }) : revokeDevice.ask({ ...of, ...words }));
    if (answer !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t('devices.revokeTitle', { name })}
      submitLabel={t('devices.revoke')}
      command={command}
      ready={typed.trim() === name.trim() && reason.trim().length >= 2}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={<NoticeLine tone="waiting">{t('devices.newestName', { name })}</NoticeLine>}
    >
      <p className={styles.note}>{t('unitId' in of ? 'devices.revokeUnitHint' : 'devices.revokeDeviceHint')}</p>
      <Textarea size="xs" label={t('people.reason')} description={t('people.reasonHint')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
      <TextInput label={t('devices.typeName', { name })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} spellCheck={false} autoComplete="off" data-role="typed-name" />
    </CommandDialog>
  );
}
