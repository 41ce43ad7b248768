import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addPeriod } from '#domain/rules/calendar.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import { formFaults } from '#domain/tasks/form/formFaults.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { courtCode as courtCodeSchema, type TaskId } from '#protocol/nouns/ids.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { CommandDialog, useCommand } from '../../command/index.ts';
import { documentIntake } from '../../documents/index.ts';
import { useHall, useHallState, useLocale, useRules, useSession } from '../../hall/index.ts';
import { FormFields } from '../../taskForm/index.ts';
import { createTray, sentFiles, TrayField } from '../../upload/index.ts';
import { reachableCourts } from '../model/reachableCourts.ts';
import styles from './Tasks.module.css';

/** What is asked for, of whom, by when, with which papers. It is begun as a draft; submitting it is a step of its flow. */
export function NewTaskDialog({ onClose, onMade }: { onClose: () => void; onMade: (taskId: TaskId) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const chinese = locale.startsWith('zh');
  const rules = useRules();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const create = useCommand('task.create');
  const at = link.now();
  const flows = useMemo(() => (rules?.book.flows ?? []).filter((flow) => isValidAt(flow, at)), [rules, at]);
  const [flowId, setFlowId] = useState<string | null>(flows[0]?.id ?? null);
  const flow = flows.find(({ id }) => id === flowId);
  const items = (rules?.book.items ?? []).filter((item) => item.flowId === flowId && isValidAt(item, at));
  const [itemId, setItemId] = useState<string | null>(null);
  const item = items.find(({ id }) => id === itemId) ?? (items.length === 1 ? items[0] : undefined);
  const [to, setTo] = useState<string | null>(null);
  const [caseNumber, setCaseNumber] = useState('');
  const [title, setTitle] = useState('');
  const [urgent, setUrgent] = useState(false);
  const [limitDays, setLimitDays] = useState<number | null>(null);
  const [contact, setContact] = useState('');
  const [form, setForm] = useState<FormValues>({});
  /** Once something was wrong, each change is looked at. */
  const [checked, setChecked] = useState(false);
  const tray = useMemo(() => createTray({ link, intake: documentIntake(link), most: 20 }), [link]);
  useEffect(() => tray.clear, [tray]);
  const { files } = useStore(tray.state);
  const sent = sentFiles(files);
  const [kinds, setKinds] = useState<Readonly<Record<number, string>>>({});
  const wanted = item?.papers ?? [];
  const kindOf = (key: number, place: number) => kinds[key] ?? wanted[place]?.paperId ?? null;
  const choices = reachableCourts({ courts: courts.values(), from: court.courtCode, reach: flow?.reach.courts ?? 'none' });
  const target = to ?? (choices.length === 1 ? choices[0]!.courtCode : null);
  const days = limitDays ?? flow?.limitDays?.preset ?? null;
  const word = (row: { readonly name: string; readonly nameEn: string }) => (chinese ? row.name : row.nameEn);
  const values = Object.fromEntries(Object.entries(form).filter(([id, value]) => value !== '' && item?.fields.some((field) => field.id === id) === true));
  const faults = item === undefined || rules === null ? [] : formFaults(item.fields, values, { at, caseTypes: rules.book.caseTypes });
  const shownFaults = checked ? faults : [];
  const ready = item !== undefined && target !== null && sent !== null;
  const submit = async () => {
    if (item === undefined || flow === undefined || rules === null || target === null || sent === null) return;
    setChecked(true);
    if (faults.length > 0) return;
    const answer = await create.ask({
      flowId: flow.id,
      itemId: item.id,
      title: title.trim() === '' ? word(item) : title.trim(),
      to: { kind: 'court', courtCode: courtCodeSchema.parse(target), courtName: '' },
      caseNumber: caseNumber.trim() === '' ? null : caseNumber.trim(),
      urgent,
      limitDays: flow.limitDays === null ? null : days,
      form: values,
      operationId: null,
      contact: contact.trim(),
      documents: sent.flatMap(({ key, fileId, name, mimeType, totalBytes }, place) => {
        const type = DOCUMENT_TYPES.find((candidate) => candidate === mimeType);
        return type === undefined ? [] : [{ documentId: fileId, name: name.slice(0, 120), mimeType: type, totalBytes, paperId: kindOf(key, place), replaces: null }];
      }),
    });
    if (answer !== null) onMade(answer.task.taskId);
  };
  return (
    <CommandDialog title={t('tasks.newTitle')} submitLabel={t('tasks.saveDraft')} command={create} ready={ready} size={760} onClose={onClose} onSubmit={() => void submit()}>
      <div className={styles.form} data-role="new-task">
        <div className={styles.row}>
          <Select size="xs" label={t('tasks.flow')} allowDeselect={false} value={flowId} onChange={(value) => { setFlowId(value); setItemId(null); setTo(null); setLimitDays(null); setChecked(false); }} data={flows.map((row) => ({ value: row.id, label: word(row) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
          <Select size="xs" label={t('tasks.item')} searchable withAsterisk data-autofocus value={item?.id ?? null} onChange={(value) => { setItemId(value); setChecked(false); }} data={grouped(items, chinese)} comboboxProps={{ transitionProps: { duration: 0 } }} />
          <Select size="xs" label={t('tasks.to')} searchable withAsterisk value={target} onChange={setTo} data={choices.map(({ courtCode, name }) => ({ value: courtCode as string, label: `${name}（${courtCode}）` }))} comboboxProps={{ transitionProps: { duration: 0 } }} nothingFoundMessage={t('tasks.noCourt')} />
          <TextInput size="xs" label={t('tasks.caseNumber')} placeholder={t('tasks.caseNumberHint')} value={caseNumber} maxLength={40} onChange={(event) => setCaseNumber(event.currentTarget.value)} />
          <TextInput size="xs" label={t('tasks.titleField')} description={t('tasks.titleHint')} placeholder={item === undefined ? '' : word(item)} value={title} maxLength={80} onChange={(event) => setTitle(event.currentTarget.value)} />
          <TextInput size="xs" label={t('tasks.contact')} description={t('tasks.contactHint')} value={contact} maxLength={80} onChange={(event) => setContact(event.currentTarget.value)} />
          {flow !== undefined && flow.limitDays !== null && <NumberInput size="xs" label={t('tasks.limit')} description={<LimitHint flow={flow} days={days} />} value={days ?? ''} min={flow.limitDays.min} max={flow.limitDays.max} allowDecimal={false} onChange={(value) => setLimitDays(typeof value === 'number' ? value : null)} />}
          <Checkbox size="xs" className={styles.check ?? ''} label={t('tasks.urgent')} checked={urgent} onChange={(event) => setUrgent(event.currentTarget.checked)} />
        </div>
        {item !== undefined && item.fields.length > 0 && <h4 className={styles.heading}>{word(item)}</h4>}
        {item !== undefined && <FormFields fields={item.fields} values={form} faults={shownFaults} onChange={setForm} />}
        {shownFaults.length > 0 && <p role="alert" className={styles.faults}>{t('tasks.faults', { count: shownFaults.length })}</p>}
        {item !== undefined && (
          <>
            <h4 className={styles.heading}>{t('tasks.papers')}{wanted.length > 0 && `：${wanted.map(({ paperId, required }) => `${rules?.book.papers.find(({ id }) => id === paperId)?.name ?? paperId}${required ? '' : t('tasks.optional')}`).join('、')}`}</h4>
            <TrayField tray={tray} label={t('tasks.chooseFiles')} wrongType={t('tasks.wrongType')} />
            {files.map(({ key, name }, place) => <Select key={key} size="xs" label={t('tasks.kindOf', { name })} searchable clearable value={kindOf(key, place)} data={(rules?.book.papers ?? []).map((paper) => ({ value: paper.id, label: paper.name }))} onChange={(value) => setKinds({ ...kinds, [key]: value ?? '' })} comboboxProps={{ transitionProps: { duration: 0 } }} />)}
          </>
        )}
      </div>
    </CommandDialog>
  );
}

/** When the limit would be over if the task were received now. */
function LimitHint({ flow, days }: { flow: Flow; days: number | null }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const rules = useRules();
  if (rules === null || days === null || flow.limitDays === null) return null;
  const dueAt = addPeriod(link.now(), { count: Math.max(1, Math.trunc(days)), unit: 'workdays' }, { calendar: rules.calendar, rollsOverHolidays: true });
  return <>{t('tasks.limitHint', { ...flow.limitDays, date: formatDate(dueAt - 1, locale) })}</>;
}

function grouped(items: readonly { readonly id: string; readonly name: string; readonly nameEn: string; readonly group: string; readonly groupEn: string }[], chinese: boolean) {
  return [...Map.groupBy(items, ({ group, groupEn }) => (chinese ? group : groupEn))].map(([group, own]) => ({ group, items: own.map(({ id, name, nameEn }) => ({ value: id, label: chinese ? name : nameEn })) }));
}
