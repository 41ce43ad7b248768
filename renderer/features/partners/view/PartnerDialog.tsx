import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Partner } from '#protocol/tasks/partners.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { EMPTY_PARTNER, factsOf, formOfPartner, wrongFields, type PartnerForm } from '../model/partnerForm.ts';
import type { ToldKeys } from './KeysDialog.tsx';
import { NewestPartner } from './PartnerQuestions.tsx';
import styles from './Partners.module.css';

export function AddPartnerDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (told: ToldKeys) => void }) {
  const { t } = useTranslation();
  const command = useCommand('partner.add');
  const [form, setForm] = useState(EMPTY_PARTNER);
  const submit = async () => {
    const answer = await command.ask(factsOf(form));
    if (answer !== null) {
      onClose();
      onAdded(answer);
    }
  };
  return (
    <CommandDialog title={t('outside.addTitle')} submitLabel={t('outside.addSubmit')} command={command} size={560} ready={wrongFields(form).size === 0} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('outside.addHint')}</p>
      <PartnerFields form={form} onChange={setForm} />
    </CommandDialog>
  );
}

export function ChangePartnerDialog({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const { t } = useTranslation();
  const command = useCommand('partner.change');
  const expectedVersion = useExpectedVersion(partner.version, command);
  const [form, setForm] = useState(() => formOfPartner(partner));
  const submit = async () => {
    if ((await command.ask({ partnerId: partner.partnerId, expectedVersion, ...factsOf(form) })) !== null) onClose();
  };
  return (
    <CommandDialog title={t('outside.changeTitle', { name: partner.name })} submitLabel={t('outside.save')} command={command} size={560} ready={wrongFields(form).size === 0} onClose={onClose} onSubmit={() => void submit()} newest={<NewestPartner partner={partner} />}>
      <PartnerFields form={form} onChange={setForm} />
    </CommandDialog>
  );
}

function PartnerFields({ form, onChange }: { form: PartnerForm; onChange: (form: PartnerForm) => void }) {
  const { t } = useTranslation();
  const wrong = wrongFields(form);
  const change = (field: keyof PartnerForm) => (event: { currentTarget: { value: string } }) => onChange({ ...form, [field]: event.currentTarget.value });
  // What is still empty is not wrong yet.
  const errorOf = (field: keyof PartnerForm) => (form[field].trim() !== '' && wrong.has(field) ? t(`outside.wrong.${field}`) : undefined);
  return (
    <>
      <TextInput size="xs" required label={t('outside.name')} placeholder={t('outside.nameExample')} value={form.name} maxLength={64} data-autofocus error={errorOf('name')} onChange={change('name')} />
      <TextInput size="xs" required label={t('outside.province')} value={form.province} maxLength={16} error={errorOf('province')} onChange={change('province')} />
      <Textarea size="xs" required label={t('outside.courts')} description={t('outside.courtsHint')} value={form.courts} autosize minRows={2} maxRows={6} error={errorOf('courts')} onChange={change('courts')} />
      <TextInput size="xs" label={t('outside.webhookUrl')} description={t('outside.webhookUrlHint')} placeholder="https://" value={form.webhookUrl} maxLength={512} error={errorOf('webhookUrl')} onChange={change('webhookUrl')} />
      <Textarea size="xs" label={t('outside.authorityPem')} description={t('outside.authorityPemHint')} placeholder="-----BEGIN CERTIFICATE-----" value={form.authorityPem} autosize minRows={2} maxRows={5} error={errorOf('authorityPem')} onChange={change('authorityPem')} />
    </>
  );
}
