import { SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#protocol/nouns/people.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useLocale, useSession } from '../../../hall/index.ts';
import { personForm, readPersonForm, type PersonField, type PersonForm } from '../../model/personForm.ts';
import { RolePicker } from './RolePicker.tsx';

type PersonDialogProps = {
  /** As the hall has it now; null for a new account. */
  readonly user: User | null;
  readonly onClose: () => void;
  readonly onCreated?: (user: User, oneTimePassword: string) => void;
};

/** A new account, or another name and other roles for one. */
export function PersonDialog({ user, onClose, onCreated }: PersonDialogProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const session = useSession();
  const courts = useHallState((state) => state.log.courts);
  const create = useCommand('user.create');
  const change = useCommand('user.change');
  const expectedVersion = useExpectedVersion(user?.version ?? 0, change);
  const [form, setForm] = useState<PersonForm>(() => personForm(user, session.court.courtCode));
  const [wrong, setWrong] = useState<readonly PersonField[]>([]);

  const submit = async () => {
    const read = readPersonForm(form);
    setWrong('wrong' in read ? read.wrong : []);
    if ('wrong' in read) {
      return;
    }
    const { person } = read;
    if (user !== null) {
      const changed = await change.ask({ userId: user.userId, expectedVersion, name: person.name, roles: person.roles });
      if (changed !== null) {
        onClose();
      }
      return;
    }
    const created = await create.ask(person);
    if (created !== null) {
      onCreated?.(created.user, created.oneTimePassword);
      onClose();
    }
  };
  const error = (field: PersonField) => wrong.includes(field) && t(`people.wrong.${field}`);
  return (
    <CommandDialog
      title={user === null ? t('people.create') : t('people.editTitle', { name: user.name })}
      submitLabel={user === null ? t('people.createSubmit') : t('hall.save')}
      command={user === null ? create : change}
      // A conflict of a new account is another one's user name, and nothing that could be looked at.
      {...(user === null && { sentences: { conflict: t('people.usernameTaken', { username: form.username.trim() }) } })}
      size={760}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={user !== null && <NoticeLine tone="waiting">{t('people.newest', { name: user.name, roles: listOf(user.roles.map((role) => t(`roles.${role}`)), locale) })}</NoticeLine>}
    >
      <SimpleGrid cols={user === null ? 2 : 1} spacing="md" verticalSpacing="xs">
        {user === null && (
          <TextInput label={t('people.username')} description={t('people.usernameHint')} error={error('username')} value={form.username} onChange={(event) => setForm({ ...form, username: event.currentTarget.value })} spellCheck={false} autoComplete="off" data-autofocus />
        )}
        <TextInput label={t('people.name')} {...(user === null && { description: t('people.nameHint') })} error={error('name')} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} autoComplete="off" data-autofocus={user === null ? undefined : true} />
        {user === null && (
          <CourtSelect label={t('people.court')} description={t('people.courtHint')} courts={courts.values()} viewerCourt={session.court.courtCode} value={form.courtCode} onChange={(courtCode) => setForm({ ...form, courtCode })} />
        )}
        {user === null && (
          <TextInput label={t('people.phone')} description={t('people.phoneHint')} error={error('phone')} value={form.phone} onChange={(event) => setForm({ ...form, phone: event.currentTarget.value })} inputMode="tel" autoComplete="off" />
        )}
      </SimpleGrid>
      {/* Nobody changes their own roles; the hall would refuse it. */}
      {user?.userId !== session.person?.userId && <RolePicker roles={form.roles} error={wrong.includes('roles') ? t('people.wrong.roles') : null} onChange={(roles) => setForm({ ...form, roles })} />}
    </CommandDialog>
  );
}
