import { Button, SegmentedControl } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import type { Host, HostContext } from '../../../platform/host.ts';
import { HallMark } from '../../../ui/HallMark.tsx';
import { normalisedServer, wrongFields, type ConnectionField } from '../model/connectionForm.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import styles from './FirstStart.module.css';

/** The whole window of a machine that has no hall, or no token, yet. */
export function FirstStart({ host, context }: { host: Host; context: HostContext }) {
  const { t } = useTranslation();
  const steps = [
    { title: t('settings.firstStep1'), hint: t('settings.firstStep1Hint') },
    { title: t('settings.firstStep2'), hint: t('settings.firstStep2Hint') },
    { title: t('settings.firstStep3'), hint: t('settings.firstStep3Hint') },
  ];
  return (
    <main className={styles.page}>
      <section className={styles.lead}>
        <HallMark className={styles.mark} />
        <h1>{t('hall.productName')}</h1>
        <p>{t('settings.firstLead')}</p>
        <ol>
          {steps.map((step) => (
            <li key={step.title}>
              <strong>{step.title}</strong>
              <span>{step.hint}</span>
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.form}>
        <h2>{t('settings.firstTitle')}</h2>
        {host.desk === null ? <p>{t('settings.browserOnly')}</p> : <FirstForm host={host} context={context} />}
        <p className={styles.version}>{t('hall.device')} {context.deviceName} · {t('settings.version', { version: context.appVersion })}</p>
      </section>
    </main>
  );
}

function FirstForm({ host, context }: { host: Host; context: HostContext }) {
  const { t } = useTranslation();
  const server = context.server;
  const [form, setForm] = useState({ url: server?.url ?? '', fingerprint: server && 'caFingerprint' in server ? server.caFingerprint : '', token: '' });
  const [wrong, setWrong] = useState<ConnectionField[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);

  const save = async (locale?: HostContext['locale']) => {
    const desk = host.desk;
    if (desk === null) {
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      const settings = await desk.settings();
      await (locale === undefined
        ? desk.saveSettings({ ...settings, server: normalisedServer(form) }, form.token.trim() || undefined)
        : desk.saveSettings({ ...settings, locale }));
    } catch (error) {
      setProblem(t('settings.saveFailed', { reason: errorSentence(t, errorCodeOf(error)) }));
      host.log('error', `settings were not saved: ${String(error)}`);
    } finally {
      setSaving(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const fields = wrongFields(form, { tokenStored: context.token !== null });
    setWrong(fields);
    if (fields.length === 0) {
      void save();
    }
  };
  return (
    <form className={styles.fields} onSubmit={onSubmit} noValidate>
      <ConnectionFields form={form} wrong={wrong} tokenStored={context.token !== null} onChange={setForm} />
      {problem !== null && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.actions}>
        <SegmentedControl
          size="xs"
          value={context.locale}
          onChange={(locale) => void save(locale)}
          data={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
        />
        <Button type="submit" size="sm" loading={saving}>{t('settings.connect')}</Button>
      </div>
    </form>
  );
}
