import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { guestRequest } from '../../../link/guestRequest.ts';
import type { Host, HostContext, PersonHost } from '../../../platform/host.ts';
import { ExerciseStripe } from '../../exercise/index.ts';
import { LanguageChoice, SettingsDialog } from '../../settings/index.ts';
import { createEntrance, type Entrance } from '../model/createEntrance.ts';
import type { SignInMemory } from '../model/signInMemory.ts';
import { CapsLockField } from './CapsLockField.tsx';
import { EntranceFrame } from './EntranceFrame.tsx';
import { AwayNote, DepartureNote, ProblemNote } from './EntranceNotes.tsx';
import styles from './Fields.module.css';

type SignInPageProps = { readonly host: Host; readonly person: PersonHost; readonly context: HostContext; readonly url: string; readonly memory: StoreApi<SignInMemory> };

/** The window of a desk at which nobody is signed in. */
export function SignInPage({ host, person, context, url, memory }: SignInPageProps) {
  const { t } = useTranslation();
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [entrance] = useState(() =>
    createEntrance({
      ask: (name, input, options) => guestRequest({ url, name, input, ...options }),
      person,
      client: { name: context.deviceName.slice(0, 64), version: context.appVersion.slice(0, 32) },
      memory,
      log: (message, cause) => host.log('warn', `${message}: ${String(cause)}`),
    }),
  );
  useEffect(() => () => entrance.close(), [entrance]);
  const phase = useStore(entrance.state, (state) => state.phase);
  const away = useStore(entrance.state, (state) => state.away !== null);
  const exercise = useStore(entrance.state, (state) => state.welcome?.exercise ?? false);
  const hallName = useStore(memory, (state) => state.hallName);
  return (
    <>
      {exercise && <ExerciseStripe seat="over" />}
      <EntranceFrame
        page="signIn"
        hallName={hallName}
        title={t('signIn.title')}
        foot={
          <>
            {host.desk !== null && <p className={styles.footLine}>{t(!context.enrolled ? 'signIn.wallsNotEnrolled' : away ? 'signIn.wallsReturn' : 'signIn.wallsAlone')}</p>}
            <div className={styles.footRow}>
              {host.desk !== null && <LanguageChoice host={host} context={context} />}
              {host.desk !== null && <Button variant="default" onClick={() => setSettingsOpen(true)} data-role="open-settings">{t('signIn.settings')}</Button>}
              <span>{t('hall.device')} {context.deviceName} · {t('settings.version', { version: context.appVersion })}</span>
            </div>
          </>
        }
      >
        <div className={styles.fields}>
          <DepartureNote memory={memory} />
          <AwayNote entrance={entrance} />
          {phase === 'oidc' ? <BrowserWait entrance={entrance} /> : <SignInForm entrance={entrance} memory={memory} />}
        </div>
        <SettingsDialog host={host} context={context} opened={settingsOpen} onClose={() => setSettingsOpen(false)} />
      </EntranceFrame>
    </>
  );
}

function SignInForm({ entrance, memory }: { entrance: Entrance; memory: StoreApi<SignInMemory> }) {
  const { t } = useTranslation();
  const { welcome, phase, problem } = useStore(entrance.state);
  const [username, setUsername] = useState(() => memory.getState().username);
  const [password, setPassword] = useState('');
  const [empty, setEmpty] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const retry = () => {
    setPassword('');
    passwordField.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(username.trim() === '' || password === '');
    if (username.trim() !== '' && password !== '') {
      void entrance.signIn(username.trim(), password).then(retry);
    }
  };
  return (
    <form className={styles.fields} onSubmit={onSubmit} noValidate>
      <TextInput
        size="sm"
        label={t('signIn.username')}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoFocus={username === ''}
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={64}
        data-field="username"
      />
      <CapsLockField
        ref={passwordField}
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoFocus={username !== ''}
        autoComplete="current-password"
        maxLength={128}
        data-field="password"
      />
      {empty ? <p className={styles.message} role="alert">{t('signIn.fillBoth')}</p> : <ProblemNote problem={problem} />}
      <Button type="submit" size="sm" fullWidth loading={phase === 'asking'} data-role="sign-in">{t(phase === 'asking' ? 'signIn.submitting' : 'signIn.submit')}</Button>
      {welcome !== null && welcome.oidcName !== null && (
        <>
          <span className={styles.or}>{t('signIn.or')}</span>
          <Button variant="default" size="sm" fullWidth disabled={phase !== 'idle'} onClick={() => void entrance.signInElsewhere()} data-role="oidc">
            {t('signIn.oidc', { name: welcome.oidcName })}
          </Button>
        </>
      )}
    </form>
  );
}

function BrowserWait({ entrance }: { entrance: Entrance }) {
  const { t } = useTranslation();
  return (
    <div className={styles.fields} role="status" data-role="oidc-waiting">
      <p className={styles.message}>{t('signIn.oidcWaiting')}</p>
      <div className={styles.actions}>
        <span className={styles.faint}>{t('signIn.oidcAgain')}</span>
        <Button variant="default" onClick={() => entrance.cancel()} data-role="cancel">{t('signIn.cancel')}</Button>
      </div>
    </div>
  );
}
