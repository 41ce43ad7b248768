import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '#protocol/errors.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import { useHall, useSession } from '../../hall/index.ts';
import { faultOf, passwordFormFault, PASSWORD_RULES, type PasswordForm, type PasswordFormFault } from '../model/passwordForm.ts';
import { CapsLockField } from './CapsLockField.tsx';
import styles from './Fields.module.css';

const EMPTY: PasswordForm = { present: '', next: '', repeat: '' };

type ChangePasswordFormProps = { readonly oneTime: boolean; readonly onDone: () => void; readonly aside?: ReactNode };

/** The rules stand beside the fields, and the hall checks them again. */
export function ChangePasswordForm({ oneTime, onDone, aside }: ChangePasswordFormProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const { person } = useSession();
  const [form, setForm] = useState(EMPTY);
  const [fault, setFault] = useState<PasswordFormFault | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);

  const ask = async () => {
    setAsking(true);
    setProblem(null);
    try {
      await link.request('session.changePassword', { present: form.present, next: form.next });
      onDone();
    } catch (error) {
      const code = errorCodeOf(error);
      const weak = code === 'passwordWeak' && error instanceof AppError ? faultOf(error.params['reason']) : null;
      if (weak !== null) {
        setFault({ field: 'next', fault: weak });
      } else {
        setProblem(code === 'signInFailed' ? t('signIn.presentWrong') : code === 'tooManyRequests' ? t('signIn.tooMany') : errorSentence(t, code));
      }
    } finally {
      setAsking(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = passwordFormFault(form, person?.username ?? '');
    setFault(found);
    if (found === null) {
      void ask();
    }
  };
  const change = (part: Partial<PasswordForm>) => {
    setForm({ ...form, ...part });
    setFault(null);
  };
  const errorAt = (field: PasswordFormFault['field']) => fault?.field === field && wordsOf(fault);
  return (
    <form className={styles.fields} onSubmit={onSubmit} noValidate>
      <CapsLockField
        label={t(oneTime ? 'signIn.presentOneTime' : 'signIn.present')}
        value={form.present}
        error={errorAt('present')}
        onChange={(event) => change({ present: event.currentTarget.value })}
        autoFocus
        autoComplete="current-password"
        maxLength={128}
        data-field="present"
      />
      <CapsLockField
        label={t('signIn.next')}
        value={form.next}
        error={errorAt('next')}
        onChange={(event) => change({ next: event.currentTarget.value })}
        autoComplete="new-password"
        maxLength={128}
        data-field="next"
      />
      <CapsLockField
        label={t('signIn.repeat')}
        value={form.repeat}
        error={errorAt('repeat')}
        onChange={(event) => change({ repeat: event.currentTarget.value })}
        autoComplete="new-password"
        maxLength={128}
        data-field="repeat"
      />
      <div className={styles.rules}>
        {t('signIn.rulesTitle')}
        <ul>
          {PASSWORD_RULES.map((rule) => <li key={rule}>{t(`signIn.rules.${rule}`)}</li>)}
        </ul>
      </div>
      {problem !== null && <p className={styles.message} role="alert" data-kind="problem">{problem}</p>}
      <div className={styles.actions}>
        {aside ?? <span />}
        <Button type="submit" size="sm" loading={asking} data-role="change-password">{t('signIn.change')}</Button>
      </div>
    </form>
  );

  function wordsOf({ fault: kind }: PasswordFormFault): string {
    switch (kind) {
      case 'missing':
        return t('signIn.presentWrong');
      case 'differs':
        return t('signIn.repeatWrong');
      default:
        return t(`signIn.fault.${kind}`);
    }
  }
}
