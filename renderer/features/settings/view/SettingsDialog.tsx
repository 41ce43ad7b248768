import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#protocol/ipc/calls.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import type { DeskHost, Host, HostContext } from '../../../platform/host.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { SettingsForm } from './SettingsForm.tsx';

type SettingsDialogProps = { readonly host: Host; readonly context: HostContext; readonly opened: boolean; readonly onClose: () => void };

/** Stands on the sign-in page as well, so it takes nothing from a hall. */
export function SettingsDialog({ host, context, opened, onClose }: SettingsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('settings.title')} size={640} centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      {host.desk === null ? <EmptyNote title={t('settings.browserOnly')} /> : <SettingsLoader host={host} desk={host.desk} context={context} onClose={onClose} />}
    </Modal>
  );
}

function SettingsLoader({ host, desk, context, onClose }: Omit<SettingsDialogProps, 'opened'> & { readonly desk: DeskHost }) {
  const { t } = useTranslation();
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
  return <SettingsForm host={host} desk={desk} context={context} initial={settings} onClose={onClose} />;
}
