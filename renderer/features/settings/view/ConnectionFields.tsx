import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionField, ConnectionForm } from '../model/connectionForm.ts';

type ConnectionFieldsProps = {
  readonly form: ConnectionForm;
  readonly wrong: readonly ConnectionField[];
  readonly onChange: (form: ConnectionForm) => void;
};

const MONOSPACE = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } };

export function ConnectionFields({ form, wrong, onChange }: ConnectionFieldsProps) {
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
        styles={MONOSPACE}
        data-field="fingerprint"
      />
    </>
  );
}

/** The machine's one-time code. */
export function CodeField({ code, wrong, description, onChange }: { code: string; wrong: boolean; description: string; onChange: (code: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('settings.code')}
      description={description}
      error={wrong && t('settings.codeInvalid')}
      value={code}
      onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
      maxLength={32}
      placeholder="4F7K-29QX"
      autoComplete="off"
      spellCheck={false}
      styles={{ input: { ...MONOSPACE.input, fontSize: 14, letterSpacing: '0.08em' } }}
      data-field="code"
    />
  );
}
