import { Button, Tabs } from '@mantine/core';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Settings } from '#protocol/ipc/calls.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import type { DeskHost, Host, HostContext } from '../../../platform/host.ts';
import { formOf, normalisedServer, sameServer, wrongFields, type ConnectionField, type ConnectionForm } from '../model/connectionForm.ts';
import { createHallTrial } from '../model/hallTrial.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import { DisplaysTab } from './DisplaysTab.tsx';
import { GeneralTab } from './GeneralTab.tsx';
import { MachineEnrolment } from './MachineEnrolment.tsx';
import styles from './SettingsDialog.module.css';
import { TrialLine } from './TrialLine.tsx';

type SettingsFormProps = { readonly host: Host; readonly desk: DeskHost; readonly context: HostContext; readonly initial: Settings; readonly onClose: () => void };

/** Another hall is tried before it is saved; who knows better may save it all the same. */
export function SettingsForm({ host, desk, context, initial, onClose }: SettingsFormProps) {
  const { t } = useTranslation();
  const trial = useMemo(() => createHallTrial({ probe: (server) => desk.probe(server), log: (message) => host.log('warn', message) }), [desk, host]);
  const tried = useStore(trial.state);
  const [settings, setSettings] = useState(initial);
  const [connection, setConnection] = useState<ConnectionForm>(() => formOf(initial.server));
  const [wrong, setWrong] = useState<ConnectionField[]>([]);
  const [tab, setTab] = useState<string | null>('server');
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const streetsWrong = settings.streetsUrl !== null && !settings.streetsUrl.startsWith('https://');
  const server = normalisedServer(connection);
  const moved = !sameServer(initial.server, server);
  const doubtful = moved && tried.result !== null && tried.result.outcome !== 'reached';

  const save = async (options: { tried: boolean }) => {
    const fields = wrongFields(connection);
    setWrong(fields);
    if (fields.length > 0 || streetsWrong) {
      setTab(fields.length > 0 ? 'server' : 'general');
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      if (moved && !options.tried && (await trial.ask(server))?.outcome !== 'reached') {
        setTab('server');
        return;
      }
      await desk.saveSettings({ ...settings, server });
      onClose();
    } catch (error) {
      host.log('error', `settings were not saved: ${String(error)}`);
      setProblem(t('settings.saveFailed', { reason: errorSentence(t, errorCodeOf(error)) }));
    } finally {
      setSaving(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save({ tried: false });
  };
  return (
    <form noValidate onSubmit={onSubmit}>
      <Tabs value={tab} onChange={setTab} className={styles.tabs}>
        <Tabs.List>
          <Tabs.Tab value="server">{t('settings.server')}</Tabs.Tab>
          <Tabs.Tab value="displays">{t('settings.displays')}</Tabs.Tab>
          <Tabs.Tab value="general">{t('settings.general')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="server" className={styles.panel}>
          <ConnectionFields
            form={connection}
            wrong={wrong}
            onChange={(next) => {
              trial.forget();
              setConnection(next);
            }}
          />
          {moved && <TrialLine trial={tried} />}
          <MachineEnrolment desk={desk} server={moved ? null : initial.server} enrolled={context.enrolled} />
        </Tabs.Panel>
        <Tabs.Panel value="displays" className={styles.panel}>
          <DisplaysTab host={host} desk={desk} settings={settings} onChange={setSettings} />
        </Tabs.Panel>
        <Tabs.Panel value="general" className={styles.panel}>
          <GeneralTab context={context} settings={settings} streetsWrong={streetsWrong} onChange={setSettings} />
        </Tabs.Panel>
      </Tabs>
      {problem !== null && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.actions}>
        {doubtful && <Button variant="subtle" color="gray" onClick={() => void save({ tried: true })} data-role="save-anyway">{t('settings.saveAnyway')}</Button>}
        <Button variant="default" onClick={onClose}>{t('hall.cancel')}</Button>
        <Button type="submit" loading={saving}>{t('hall.save')}</Button>
      </div>
    </form>
  );
}
