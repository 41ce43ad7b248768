import { Button, Modal, Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#protocol/ipc/calls.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import type { DeskHost } from '../../../platform/host.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHall } from '../../hall/index.ts';
import { normalisedServer, wrongFields, type ConnectionField, type ConnectionForm } from '../model/connectionForm.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import { DisplaysTab } from './DisplaysTab.tsx';
import { GeneralTab } from './GeneralTab.tsx';
import styles from './SettingsDialog.module.css';

export function SettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { desk } = useHall().host;
  return (
    <Modal opened={opened} onClose={onClose} title={t('settings.title')} size={640} centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      {desk === null ? <EmptyNote title={t('settings.browserOnly')} /> : <SettingsLoader desk={desk} onClose={onClose} />}
    </Modal>
  );
}

function SettingsLoader({ desk, onClose }: { desk: DeskHost; onClose: () => void }) {
  const { t } = useTranslation();
  const { host } = useHall();
  const [settings, setSettings] = useState<Settings | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    desk.settings().then(
      (read) => current && setSettings(read),
      (error: unknown) => {
        host.log('error', `settings cannot be read: ${String(error)}`);
        setFailed(true);
      },
    );
    return () => {
      current = false;
    };
  }, [desk, host]);
  if (settings === null) {
    return <EmptyNote title={failed ? errorSentence(t, 'internal') : t('hall.loading')} />;
  }
  return <SettingsForm desk={desk} initial={settings} onClose={onClose} />;
}

function SettingsForm({ desk, initial, onClose }: { desk: DeskHost; initial: Settings; onClose: () => void }) {
  const { t } = useTranslation();
  const { host, context } = useHall();
  const [settings, setSettings] = useState(initial);
  const [connection, setConnection] = useState<ConnectionForm>({ url: initial.server?.url ?? '', fingerprint: initial.server?.caFingerprint ?? '', token: '' });
  const [wrong, setWrong] = useState<ConnectionField[]>([]);
  const [tab, setTab] = useState<string | null>('server');
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const streetsWrong = settings.streetsUrl !== null && !settings.streetsUrl.startsWith('https://');

  const save = async () => {
    const fields = wrongFields(connection, { tokenStored: context.token !== null });
    setWrong(fields);
    if (fields.length > 0 || streetsWrong) {
      setTab(fields.length > 0 ? 'server' : 'general');
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      await desk.saveSettings({ ...settings, server: normalisedServer(connection) }, connection.token.trim() || undefined);
      onClose();
    } catch (error) {
      host.log('error', `settings were not saved: ${String(error)}`);
      setProblem(t('settings.saveFailed', { reason: errorSentence(t, errorCodeOf(error)) }));
      setSaving(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Tabs value={tab} onChange={setTab} className={styles.tabs}>
        <Tabs.List>
          <Tabs.Tab value="server">{t('settings.server')}</Tabs.Tab>
          <Tabs.Tab value="displays">{t('settings.displays')}</Tabs.Tab>
          <Tabs.Tab value="general">{t('settings.general')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="server" className={styles.panel}>
          <ConnectionFields form={connection} wrong={wrong} tokenStored={context.token !== null} onChange={setConnection} />
        </Tabs.Panel>
        <Tabs.Panel value="displays" className={styles.panel}>
          <DisplaysTab desk={desk} settings={settings} onChange={setSettings} />
        </Tabs.Panel>
        <Tabs.Panel value="general" className={styles.panel}>
          <GeneralTab settings={settings} streetsWrong={streetsWrong} onChange={setSettings} />
        </Tabs.Panel>
      </Tabs>
      {problem !== null && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.actions}>
        <Button variant="default" onClick={onClose}>{t('hall.cancel')}</Button>
        <Button type="submit" loading={saving}>{t('hall.save')}</Button>
      </div>
    </form>
  );
}
