import { Button } from '@mantine/core';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import type { DeskHost, Host, HostContext } from '../../../platform/host.ts';
import { formOf, normalisedServer, wrongFields, type ConnectionField, type ConnectionForm } from '../model/connectionForm.ts';
import { createHallTrial } from '../model/hallTrial.ts';
import { CodeField, ConnectionFields } from './ConnectionFields.tsx';
import styles from './FirstStart.module.css';
import { TrialLine } from './TrialLine.tsx';

/** Tries the hall first and names it; what was typed is saved only when it is the right one. */
export function FirstForm({ host, desk, context }: { host: Host; desk: DeskHost; context: HostContext }) {
  const { t } = useTranslation();
  const trial = useMemo(() => createHallTrial({ probe: (server) => desk.probe(server), log: (message) => host.log('warn', message) }), [desk, host]);
  const tried = useStore(trial.state);
  const [form, setForm] = useState<ConnectionForm>(() => formOf(context.server));
  const [wrong, setWrong] = useState<ConnectionField[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const reached = tried.result?.outcome === 'reached';

  const change = (next: ConnectionForm) => {
    if (next.url !== form.url || next.fingerprint !== form.fingerprint) {
      trial.forget();
    }
    setProblem(null);
    setForm(next);
  };
  const save = async () => {
    const server = normalisedServer(form);
    setSaving(true);
    setProblem(null);
    try {
      if (form.code.trim() !== '') {
        await desk.enrol(server, form.code.trim());
      }
      await desk.saveSettings({ ...(await desk.settings()), server });
    } catch (error) {
      const code = errorCodeOf(error);
      setProblem(code === 'forbidden' ? t('settings.codeNotConsole') : errorSentence(t, code));
      host.log('error', `the hall was not taken: ${String(error)}`);
    } finally {
      setSaving(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const fields = wrongFields(form);
    setWrong(fields);
    if (fields.length === 0) {
      void (reached ? save() : trial.ask(normalisedServer(form)));
    }
  };
  return (
    <form className={styles.fields} onSubmit={onSubmit} noValidate>
      <ConnectionFields form={form} wrong={wrong} onChange={change} />
      <CodeField code={form.code} wrong={wrong.includes('code')} description={`${t('settings.codeHint')} · ${t('settings.codeOptional')}`} onChange={(code) => change({ ...form, code })} />
      <TrialLine trial={tried} />
      {problem !== null && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.actions}>
        <Button type="submit" size="sm" loading={saving || tried.asking} data-role={reached ? 'save' : 'probe'}>
          {t(reached ? 'settings.connect' : 'settings.probe')}
        </Button>
      </div>
    </form>
  );
}
