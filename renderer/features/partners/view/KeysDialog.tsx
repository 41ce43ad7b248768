import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Partner, PartnerKeys } from '#protocol/tasks/partners.ts';
import { CopyButton } from '../../../ui/form/CopyButton.tsx';
import { FormStack } from '../../../ui/form/FormStack.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import styles from './Partners.module.css';

export type ToldKeys = { readonly partner: Pick<Partner, 'partnerId' | 'name'>; /** Null: they were told before. */ readonly keys: PartnerKeys | null };

/** The keys of a partner: this once. */
export function KeysDialog({ told: { partner, keys }, onClose }: { told: ToldKeys; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('outside.keysTitle', { name: partner.name })} size={620} centered closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <FormStack>
        <NoticeLine tone="waiting">{t(keys === null ? 'outside.keysToldBefore' : 'outside.keysOnce')}</NoticeLine>
        {keys !== null && (
          <>
            <Told label={t('outside.partnerId')} text={partner.partnerId} role="partner-id" />
            <Told label={t('outside.token')} text={keys.token} role="partner-token" />
            <Told label={t('outside.sendingSecret')} text={keys.sendingSecret} role="partner-sending" />
            <Told label={t('outside.receivingSecret')} text={keys.receivingSecret} role="partner-receiving" />
          </>
        )}
        <div className={styles.end}>
          {keys !== null && <CopyButton text={JSON.stringify({ partnerId: partner.partnerId, ...keys }, null, 2)} label={t('outside.copyAll')} doneLabel={t('outside.copied')} failedLabel={t('outside.copyFailed')} />}
          <Button onClick={onClose} data-autofocus>{t('outside.done')}</Button>
        </div>
      </FormStack>
    </Modal>
  );
}

function Told({ label, text, role }: { label: string; text: string; role: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.told}>
      <span className={styles.toldLabel}>{label}</span>
      <CopyButton text={text} label={t('outside.copy')} doneLabel={t('outside.copied')} failedLabel={t('outside.copyFailed')} />
      <code className={styles.secret} data-role={role}>{text}</code>
    </div>
  );
}
