import { Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Partner } from '#protocol/tasks/partners.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import type { ToldKeys } from './KeysDialog.tsx';
import styles from './Partners.module.css';

/** What somebody else made of it meanwhile. */
export function NewestPartner({ partner }: { partner: Partner }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t('outside.newest', { name: partner.name, url: partner.webhookUrl ?? t('outside.asksItself') })}</NoticeLine>;
}

export function RenewKeysDialog({ partner, onClose, onRenewed }: { partner: Partner; onClose: () => void; onRenewed: (told: ToldKeys) => void }) {
  const { t } = useTranslation();
  const command = useCommand('partner.renewKeys');
  const expectedVersion = useExpectedVersion(partner.version, command);
  const [keepOld, setKeepOld] = useState(true);
  const submit = async () => {
    const answer = await command.ask({ partnerId: partner.partnerId, expectedVersion, keepOld });
    if (answer !== null) {
      onClose();
      onRenewed(answer);
    }
  };
  return (
    <CommandDialog title={t('outside.renewTitle', { name: partner.name })} submitLabel={t('outside.renew')} command={command} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPartner partner={partner} />}>
      <Radio.Group value={keepOld ? 'keep' : 'end'} onChange={(value) => setKeepOld(value === 'keep')} aria-label={t('outside.oldKeys')}>
        <Stack gap={8}>
          <Radio size="xs" value="keep" label={t('outside.keepOld')} description={t('outside.keepOldHint')} />
          <Radio size="xs" value="end" label={t('outside.endOld')} description={t('outside.endOldHint')} />
        </Stack>
      </Radio.Group>
    </CommandDialog>
  );
}

export function ClosePartnerDialog({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const { t } = useTranslation();
  const command = useCommand('partner.close');
  const expectedVersion = useExpectedVersion(partner.version, command);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await command.ask({ partnerId: partner.partnerId, expectedVersion, reason: reason.trim() })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('outside.closeTitle', { name: partner.name })} submitLabel={t('outside.close')} command={command} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPartner partner={partner} />}>
      <p className={styles.note}>{t('outside.closeHint')}</p>
      <Textarea size="xs" label={t('outside.why')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
