import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Fields.module.css';

/** A password field that says when capitals are locked. */
export function CapsLockField(props: PasswordInputProps & { readonly 'data-field': string }) {
  const { t } = useTranslation();
  const [locked, setLocked] = useState(false);
  const look = (event: KeyboardEvent) => setLocked(event.getModifierState('CapsLock'));
  return (
    <>
      <PasswordInput size="sm" {...props} onKeyDown={look} onKeyUp={look} onBlur={() => setLocked(false)} />
      {locked && <p className={styles.caps} role="status" data-role="caps-lock">{t('signIn.capsLock')}</p>}
    </>
  );
}
