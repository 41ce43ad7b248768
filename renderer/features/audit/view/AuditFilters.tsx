import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '#protocol/nouns/ids.ts';
import { SearchIcon } from '../../../ui/icons.tsx';
import { CourtSelect } from '../../courts/index.ts';
import { useSession } from '../../hall/index.ts';
import { EVENT_GROUP_NAMES, SPANS, type AuditForm } from '../model/auditFilter.ts';
import type { AuditNames } from './useAuditNames.ts';

type AuditFiltersProps = { readonly form: AuditForm; readonly onChange: (form: AuditForm) => void; readonly names: AuditNames; readonly wrongTimes: boolean };

/** Everything the log can be asked by; each change asks at once. */
export function AuditFilters({ form, onChange, names, wrongTimes }: AuditFiltersProps) {
  const { t } = useTranslation();
  const session = useSession();
  const actors = useMemo(() => names.actors.map((actor) => ({ value: actor.userId as string, label: `${actor.name}（${names.courtText(actor.courtCode)}）` })), [names]);
  return (
    <>
      <Select
        w={104}
        allowDeselect={false}
        aria-label={t('audit.span')}
        value={form.span}
        onChange={(span) => span !== null && onChange({ ...form, span })}
        data={SPANS.map((value) => ({ value, label: t(`audit.spans.${value}`) }))}
        data-role="audit-span"
      />
      {form.span === 'custom' && (
        <>
          <TextInput type="datetime-local" step={1} aria-label={t('audit.from')} value={form.from} error={wrongTimes} onChange={(event) => onChange({ ...form, from: event.currentTarget.value })} />
          <TextInput type="datetime-local" step={1} aria-label={t('audit.until')} value={form.until} error={wrongTimes} onChange={(event) => onChange({ ...form, until: event.currentTarget.value })} />
        </>
      )}
      {form.view === 'all' && (
        <MultiSelect
          size="xs"
          w={190}
          clearable
          hidePickedOptions
          placeholder={form.groups.length === 0 ? t('audit.anyGroup') : ''}
          aria-label={t('audit.anyGroup')}
          value={[...form.groups]}
          onChange={(groups) => onChange({ ...form, groups })}
          data={EVENT_GROUP_NAMES.map((value) => ({ value, label: t(`audit.group.${value}`) }))}
        />
      )}
      <Select
        w={170}
        clearable
        searchable
        placeholder={t('audit.anyActor')}
        aria-label={t('audit.anyActor')}
        nothingFoundMessage={t('people.noMatch')}
        value={form.actorId}
        onChange={(actorId) => onChange({ ...form, actorId: actorId as UserId | null })}
        data={actors}
        limit={200}
      />
      <CourtSelect width={180} courts={names.courts} viewerCourt={session.court.courtCode} value={form.courtCode} onChange={(courtCode) => onChange({ ...form, courtCode })} />
      <TextInput w={150} placeholder={t('audit.subject')} aria-label={t('audit.subject')} title={t('audit.subjectHint')} value={form.subject} spellCheck={false} onChange={(event) => onChange({ ...form, subject: event.currentTarget.value })} />
      <TextInput w={150} placeholder={t('audit.text')} aria-label={t('audit.text')} value={form.text} maxLength={64} onChange={(event) => onChange({ ...form, text: event.currentTarget.value })} leftSection={<SearchIcon size={14} />} />
    </>
  );
}
