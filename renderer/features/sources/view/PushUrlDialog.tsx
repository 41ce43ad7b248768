import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UnitToken } from '#protocol/nouns/units.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { CopyButton } from '../../../ui/form/CopyButton.tsx';
import { FormStack } from '../../../ui/form/FormStack.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { useLocale } from '../../hall/index.ts';
import styles from './Sources.module.css';

export type ToldPush = {
  readonly name: string;
  readonly url: string;
  /** Of an encoder by WHIP; others have the key in the address. */
  readonly token: Pick<UnitToken, 'token' | 'expiresAt'> | null;
};

/** Where an encoder sends to, with its key: this once. */
export function PushUrlDialog({ push, onClose }: { push: ToldPush; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { token } = push;
  return (
    <Modal opened onClose={onClose} title={t('sources.pushTitle', { name: push.name })} size={600} centered closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <FormStack>
        <NoticeLine tone="waiting">{t(token === null ? 'sources.pushHint' : 'sources.tokenHint')}</NoticeLine>
        <Told label={t('sources.pushAddress')} text={push.url} role="push-url" />
        {token !== null && (
          <>
            <Told label={t('sources.token')} text={token.token} role="push-token" />
            <p className={styles.note}>{t('sources.tokenUntil', { date: formatDate(token.expiresAt, locale) })}</p>
          </>
        )}
        <div className={styles.end}>
          <Button onClick={onClose} data-autofocus>{t('sources.done')}</Button>
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
      <CopyButton text={text} label={t('sources.copyValue')} doneLabel={t('sources.copied2')} failedLabel={t('sources.copyFailed')} />
      <code className={styles.secret} data-role={role}>{text}</code>
    </div>
  );
}
