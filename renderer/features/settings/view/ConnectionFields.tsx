import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionField, ConnectionForm } from '../model/connectionForm.ts';

type ConnectionFieldsProps = {
  readonly form: ConnectionForm;
  readonly wrong: readonly ConnectionField[];
  readonly tokenStored: boolean;
  readonly onChange: (form: ConnectionForm) => void;
};

export function ConnectionFields({ form, wrong, tokenStored, onChange }: ConnectionFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('settings.url')}
        description={t('settings.urlHint')}
        error={wrong.includes('url') && t('settings.urlInvalid')}
        value={form.url}
        onChange={(event) => onChange({ ...form, url: event.currentTarget.value })}
        spellCheck={false}
        data-field="url"
      />
      <TextInput
        label={t('settings.fingerprint')}
        description={t('settings.fingerprintHint')}
        error={wrong.includes('fingerprint') && t('settings.fingerprintInvalid')}
        value={form.fingerprint}
        onChange={(event) => onChange({ ...form, fingerprint: event.currentTarget.value })}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        data-field="fingerprint"
      />
      <PasswordInput
        label={t('settings.token')}
        description={tokenStored ? t('settings.tokenKeep') : t('settings.tokenHint')}
        error={wrong.includes('token') && t('settings.tokenInvalid')}
        value={form.token}
        onChange={(event) => onChange({ ...form, token: event.currentTarget.value })}
        autoComplete="off"
        data-field="token"
      />
    </>
  );
}
