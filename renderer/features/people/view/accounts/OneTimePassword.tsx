import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../../../ui/form/CopyButton.tsx';
import { FormStack } from '../../../../ui/form/FormStack.tsx';
import { Facts } from '../../../../ui/page/Detail.tsx';
import styles from '../AdminPage.module.css';

export type IssuedPassword = { readonly name: string; readonly username: string; readonly password: string };

/** Shows a one-time password; it cannot be shown again, so it stays until someone says it was told. */
export function OneTimePassword({ issued, onClose }: { issued: IssuedPassword; onClose: () => void }) {
  const { t } = useTranslation();
  const [told, setTold] = useState(false);
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t('people.oneTimeTitle', { name: issued.name })} size={460} centered transitionProps={{ duration: 0 }}>
      <FormStack>
        <Facts facts={[{ label: t('people.username'), value: issued.username }]} />
        <output className={styles.secret} data-role="one-time-password">{issued.password}</output>
        <p className={styles.note}>{t('people.oneTimeHint')}</p>
        <Checkbox size="xs" label={t('people.told')} checked={told} onChange={(event) => setTold(event.currentTarget.checked)} data-role="told" />
        <div className={styles.end}>
          <CopyButton text={issued.password} label={t('people.copy')} doneLabel={t('people.copied')} failedLabel={t('people.copyFailed')} />
          <Button disabled={!told} onClick={onClose}>{t('people.toldDone')}</Button>
        </div>
      </FormStack>
    </Modal>
  );
}
