import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRecord } from '#protocol/media/sources.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { addressText } from '../model/sourceRows.ts';
import styles from './Sources.module.css';

type QuestionProps = { readonly source: SourceRecord; readonly name: string; readonly onClose: () => void };

/** What somebody else made of it meanwhile. */
export function NewestSource({ source }: { source: SourceRecord }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t('sources.newest', { label: source.label, address: addressText(source.address) || t('sources.push') })}</NoticeLine>;
}

export function SwitchDialog({ source, name, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const command = useCommand('source.switch');
  const expectedVersion = useExpectedVersion(source.version, command);
  // What was asked stays the question, also when somebody else switches it meanwhile.
  const [enabled] = useState(!source.enabled);
  const submit = async () => {
    if ((await command.ask({ sourceId: source.sourceId, expectedVersion, enabled })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t(enabled ? 'sources.switchOnTitle' : 'sources.switchTitle', { name })} submitLabel={t(enabled ? 'sources.switchOn' : 'sources.switchOff')} command={command} onClose={onClose} onSubmit={() => void submit()} newest={<NewestSource source={source} />}>
      <p className={styles.note}>{t(enabled ? 'sources.switchOnHint' : 'sources.switchOffHint')}</p>
    </CommandDialog>
  );
}

export function RemoveDialog({ source, name, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const command = useCommand('source.remove');
  const expectedVersion = useExpectedVersion(source.version, command);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await command.ask({ sourceId: source.sourceId, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('sources.removeTitle', { name })} submitLabel={t('sources.remove')} command={command} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<NewestSource source={source} />}>
      <p className={styles.note}>{t('sources.removeHint')}</p>
      <Textarea size="xs" label={t('sources.why')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
