import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { useHall, useHallName, useLinkState, useLocale, useSession } from '../../hall/index.ts';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';
import { EntranceFrame } from './EntranceFrame.tsx';
import styles from './Fields.module.css';
import { useSignOut } from './useSignOut.ts';

/** Signed in, but the hall has not answered yet. */
export function EnteringPage() {
  const { t } = useTranslation();
  const { link } = useHall();
  const phase = useLinkState((state) => state.phase);
  const error = useLinkState((state) => state.error);
  const refused = phase === 'refused';
  const away = phase === 'offline' || refused;
  return (
    <EntranceFrame page="entering" hallName={null} title={t('signIn.entering')}>
      {away && (
        <div className={styles.fields}>
          <div className={styles.away} role="status">
            <div className={styles.awayHead}>
              <span>{t(refused ? 'signIn.enteringRefused' : 'signIn.enteringOffline')}</span>
              <Button size="compact-xs" variant="default" onClick={() => link.reconnect()}>{t('signIn.retryNow')}</Button>
            </div>
            {error !== null && <p className={styles.faint}>{errorSentence(t, error)}</p>}
          </div>
          <div className={styles.actions}><span /><SignOutButton /></div>
        </div>
      )}
    </EntranceFrame>
  );
}

/** With a one-time password a person may do nothing but choose a password of their own. */
export function ChangePasswordPage() {
  const { t } = useTranslation();
  const hallName = useHallName();
  const { person } = useSession();
  return (
    <EntranceFrame page="changePassword" hallName={hallName} title={t('signIn.mustChangeTitle')} lead={t('signIn.mustChangeLead')} foot={t('signIn.signedInAs', { name: person?.name ?? '' })}>
      {/* The hall ends this session and takes the next hello for one with all rights: nothing is left to do here. */}
      <ChangePasswordForm oneTime onDone={() => undefined} aside={<SignOutButton />} />
    </EntranceFrame>
  );
}

/** Signed in, and nothing here is for these roles. */
export function NoRightsPage() {
  const { t } = useTranslation();
  const locale = useLocale();
  const hallName = useHallName();
  const { person, court } = useSession();
  const roles = listOf(person?.roles.map((role) => t(`roles.${role}`)) ?? [], locale);
  return (
    <EntranceFrame page="noRights" hallName={hallName} title={t('signIn.noRightsTitle')} lead={t('signIn.noRightsLead', { name: person?.name ?? '', roles, court: court.name })}>
      <div className={styles.fields}>
        <p className={styles.message}>{t('signIn.noRightsHint')}</p>
        <div className={styles.actions}><span /><SignOutButton /></div>
      </div>
    </EntranceFrame>
  );
}

function SignOutButton() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return <Button variant="default" onClick={() => void signOut()} data-role="sign-out">{t('signIn.signOut')}</Button>;
}
