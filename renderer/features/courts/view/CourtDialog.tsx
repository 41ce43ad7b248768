import { Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { courtForm, readCourtForm, type CourtField } from '../model/courtForm.ts';

type CourtDialogProps = {
  /** As the registry has it now; null for a court that is to be added. */
  readonly court: Court | null;
  readonly onClose: () => void;
  readonly onDone?: (courtCode: CourtCode) => void;
};

/** The registry's form. */
export function CourtDialog({ court, onClose, onDone }: CourtDialogProps) {
  const { t } = useTranslation();
  const register = useCommand('court.register');
  const change = useCommand('court.change');
  const command = court === null ? register : change;
  const expectedVersion = useExpectedVersion(court?.version ?? 0, change);
  const [form, setForm] = useState(() => courtForm(court));
  const [wrong, setWrong] = useState<readonly CourtField[]>([]);

  const submit = async () => {
    const read = readCourtForm(form);
    setWrong('wrong' in read ? read.wrong : []);
    if ('wrong' in read) {
      return;
    }
    const answer = await (court === null ? register.ask(read.court) : change.ask({ ...read.court, expectedVersion }));
    if (answer !== null) {
      onDone?.(answer.court.courtCode);
      onClose();
    }
  };
  const field = (name: CourtField) => ({
    value: form[name],
    error: wrong.includes(name) && t(`courts.wrong.${name}`),
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <CommandDialog
      title={court === null ? t('courts.register') : t('courts.editTitle', { name: court.name })}
      submitLabel={t('hall.save')}
      command={command}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={court !== null && <NoticeLine tone="waiting">{t('courts.newest', { name: court.name, source: court.source })}</NoticeLine>}
    >
      {court === null && <TextInput label={t('courts.code')} description={t('courts.codeHint')} data-autofocus {...field('courtCode')} />}
      <TextInput label={t('courts.name')} data-autofocus={court === null ? undefined : true} {...field('name')} />
      <Group grow align="flex-start">
        <TextInput label={t('courts.longitude')} inputMode="decimal" {...field('longitude')} />
        <TextInput label={t('courts.latitude')} inputMode="decimal" {...field('latitude')} />
      </Group>
      <Group grow align="flex-start">
        <TextInput label={t('courts.validFrom')} placeholder="2018-01-01" {...field('validFrom')} />
        <TextInput label={t('courts.validTo')} placeholder={t('courts.open')} {...field('validTo')} />
      </Group>
      <Textarea size="xs" label={t('courts.source')} autosize minRows={2} maxRows={5} {...field('source')} />
    </CommandDialog>
  );
}
