import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addPeriod } from '#domain/rules/calendar.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { taskDraftId as taskDraftIdSchema, type CourtCode, type TaskId } from '#protocol/nouns/ids.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import { taskDraft as taskDraftSchema, type SavedTaskDraft, type TaskDraft } from '#protocol/tasks/drafts.ts';
import type { TaskEnd } from '#protocol/tasks/tasks.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { CommandDialog, useCommand } from '../../command/index.ts';
import { documentIntake } from '../../documents/index.ts';
import { useHall, useHallState, useLocale, useRules, useSession } from '../../hall/index.ts';
import { FormFields, useRemark } from '../../taskForm/index.ts';
import { createTray, sentFiles, TrayField } from '../../upload/index.ts';
import { createDraftKeeper } from '../model/createDraftKeeper.ts';
import { DRAFT_FIELDS, draftFaults, valuesOf } from '../model/draftFaults.ts';
import { reachableCourts } from '../model/reachableCourts.ts';
import { CourtPicker } from './CourtPicker.tsx';
import { DraftState } from './DraftState.tsx';
import styles from './Tasks.module.css';

/** What is asked for, of whom, by when, with which papers. It is kept while it is written; submitting it is a step of its flow. */
export function NewTaskDialog({ resumed, onClose, onMade }: { resumed: SavedTaskDraft | null; onClose: () => void; onMade: (taskId: TaskId) => void }) {
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
  const [begun] = useState<TaskDraft>(resumed?.draft ?? { flowId: flows[0]?.id ?? null, itemId: null, to: null, caseNumber: '', title: '', urgent: false, limitDays: null, contact: '', form: {}, operationId: null, documents: [] });
  const [draft, setDraft] = useState(begun);
  const [taskDraftId] = useState(() => resumed?.taskDraftId ?? taskDraftIdSchema.parse(crypto.randomUUID()));
  const keeper = useMemo(() => createDraftKeeper({ link, taskDraftId, begun, saved: resumed }), [link, taskDraftId, begun, resumed]);
  useEffect(() => keeper.follow(), [keeper]);
  const change = (part: Partial<TaskDraft>) => setDraft((before) => ({ ...before, ...part }));
  const flow = flows.find(({ id }) => id === draft.flowId);
  const items = (rules?.book.items ?? []).filter((item) => item.flowId === draft.flowId && isValidAt(item, at));
  const item = items.find(({ id }) => id === draft.itemId) ?? (items.length === 1 ? items[0] : undefined);
  /** Once something was wrong, each change is looked at; before that a field is when it was left. */
  const [checked, setChecked] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const tray = useMemo(() => createTray({ link, intake: documentIntake(link), most: 20 }), [link]);
  useEffect(() => tray.clear, [tray]);
  const { files } = useStore(tray.state);
  const sent = sentFiles(files);
  const [kinds, setKinds] = useState<Readonly<Record<number, string>>>({});
  const wanted = item?.papers ?? [];
  const kindOf = (key: number, place: number) => kinds[key] ?? wanted[place + draft.documents.length]?.paperId ?? null;
  const chosen = files.flatMap(({ key, fileId, name, mimeType, totalBytes }, place): TaskDraft['documents'] => {
    const type = DOCUMENT_TYPES.find((candidate) => candidate === mimeType);
    return type === undefined || fileId === null ? [] : [{ documentId: fileId, name: name.slice(0, 120), mimeType: type, totalBytes, paperId: kindOf(key, place), replaces: null }];
  });
  const written: TaskDraft = { ...draft, documents: [...new Map([...draft.documents, ...chosen].map((document) => [document.documentId, document])).values()] };
  const text = JSON.stringify(written);
  useEffect(() => {
    keeper.write(taskDraftSchema.parse(JSON.parse(text)));
  }, [text, keeper]);
  const choices = reachableCourts({ courts: courts.values(), from: court.courtCode, reach: flow?.reach.courts ?? 'none' });
  const only = choices.length === 1 && flow?.reach.outside !== true ? choices[0] : undefined;
  const to: TaskEnd | null = draft.to ?? (only === undefined ? null : { kind: 'court', courtCode: only.courtCode, courtName: only.name });
  const days = draft.limitDays ?? flow?.limitDays?.preset ?? null;
  const word = (row: { readonly name: string; readonly nameEn: string }) => (chinese ? row.name : row.nameEn);
  const knowsCourt = (code: string) => !code.startsWith('闽') || courts.has(code as CourtCode);
  const faults = flow === undefined || rules === null ? [] : draftFaults({ ...draft, to }, { flow, item, at, caseTypes: rules.book.caseTypes, knowsCourt });
  const shownFaults = faults.filter(({ field }) => checked || left.has(field));
  const faultAt = (field: string) => {
    const fault = shownFaults.find((one) => one.field === field);
    return fault === undefined ? undefined : t(`taskForm.faults.${fault.code}`, fault.params);
  };
  const caseRemark = useRemark({ kind: 'caseNumber', personal: false }, draft.caseNumber);
  const titleRemark = useRemark({ kind: 'text', personal: false }, draft.title);
  const submit = async () => {
    if (flow === undefined || rules === null || sent === null) return;
    setChecked(true);
    if (faults[0] !== undefined) focusField(body.current, faults[0].field);
    if (faults.length > 0 || item === undefined || to === null) return;
    const answer = await create.ask({
      flowId: flow.id,
      itemId: item.id,
      title: draft.title.trim() === '' ? word(item) : draft.title.trim(),
      to,
      caseNumber: draft.caseNumber.trim() === '' || flow.caseNumber === 'none' ? null : draft.caseNumber.trim(),
      urgent: draft.urgent,
      limitDays: flow.limitDays === null ? null : days,
      form: valuesOf(draft, item),
      operationId: draft.operationId,
      contact: draft.contact.trim(),
      documents: written.documents,
    });
    if (answer === null) return;
    await keeper.discard();
    onMade(answer.task.taskId);
  };
  /** Pressing a button decides for itself what is shown, and finds the button where it was. */
  const leave = ({ target, relatedTarget }: FocusEvent<HTMLDivElement>) => {
    const field = target.closest<HTMLElement>('[data-field]')?.dataset['field'];
    if (field !== undefined && !(relatedTarget instanceof HTMLButtonElement)) setLeft((before) => (before.has(field) ? before : new Set([...before, field])));
  };
  return (
    <CommandDialog title={t('tasks.newTitle')} submitLabel={t('tasks.saveDraft')} command={create} ready={sent !== null} size={760} onClose={onClose} onSubmit={() => void submit()}>
      <div ref={body} className={styles.form} data-role="new-task" onBlur={leave}>
        <DraftState keeper={keeper} onTake={(saved) => { tray.clear(); keeper.takeNewest(saved); setDraft(saved.draft); }} />
        <div className={styles.row}>
          <Select size="xs" label={t('tasks.flow')} allowDeselect={false} value={draft.flowId} onChange={(flowId) => { change({ flowId, itemId: null, to: null, limitDays: null }); setChecked(false); setLeft(new Set()); }} data={flows.map((row) => ({ value: row.id, label: word(row) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
          <div data-field={DRAFT_FIELDS.item}><Select size="xs" label={t('tasks.item')} searchable withAsterisk data-autofocus error={faultAt(DRAFT_FIELDS.item)} value={item?.id ?? null} onChange={(itemId) => { change({ itemId }); setChecked(false); setLeft(new Set()); }} data={grouped(items, chinese)} comboboxProps={{ transitionProps: { duration: 0 } }} /></div>
          <div data-field={DRAFT_FIELDS.to}><CourtPicker flow={flow} value={to} error={faultAt(DRAFT_FIELDS.to)} onChange={(end) => change({ to: end })} /></div>
          {flow?.caseNumber !== 'none' && <div data-field={DRAFT_FIELDS.caseNumber}><TextInput size="xs" label={t('tasks.caseNumber')} withAsterisk={flow?.caseNumber === 'required'} description={caseRemark} error={faultAt(DRAFT_FIELDS.caseNumber)} inputWrapperOrder={['label', 'input', 'description', 'error']} placeholder={t('tasks.caseNumberHint')} value={draft.caseNumber} maxLength={40} onChange={(event) => change({ caseNumber: event.currentTarget.value })} /></div>}
          <TextInput size="xs" label={t('tasks.titleField')} description={titleRemark ?? t('tasks.titleHint')} placeholder={item === undefined ? '' : word(item)} value={draft.title} maxLength={80} onChange={(event) => change({ title: event.currentTarget.value })} />
          <TextInput size="xs" label={t('tasks.contact')} description={t('tasks.contactHint')} value={draft.contact} maxLength={80} onChange={(event) => change({ contact: event.currentTarget.value })} />
          {flow !== undefined && flow.limitDays !== null && <NumberInput size="xs" label={t('tasks.limit')} description={<LimitHint flow={flow} days={days} />} value={days ?? ''} min={flow.limitDays.min} max={flow.limitDays.max} allowDecimal={false} onChange={(value) => change({ limitDays: typeof value === 'number' ? value : null })} />}
          <Checkbox size="xs" className={styles.check ?? ''} label={t('tasks.urgent')} checked={draft.urgent} onChange={(event) => change({ urgent: event.currentTarget.checked })} />
        </div>
        {item !== undefined && item.fields.length > 0 && <h4 className={styles.heading}>{word(item)}</h4>}
        {item !== undefined && <FormFields fields={item.fields} values={draft.form} faults={shownFaults} onChange={(form) => change({ form })} />}
        {checked && faults.length > 0 && <p role="alert" className={styles.faults}>{t('tasks.faults', { count: faults.length })}</p>}
        {item !== undefined && (
          <>
            <h4 className={styles.heading}>{t('tasks.papers')}{wanted.length > 0 && `：${wanted.map(({ paperId, required }) => `${rules?.book.papers.find(({ id }) => id === paperId)?.name ?? paperId}${required ? '' : t('tasks.optional')}`).join('、')}`}</h4>
            {draft.documents.map((document) => (
              <div key={document.documentId} className={styles.keptPaper} data-role="kept-paper">
                <Select size="xs" label={t('tasks.kindOf', { name: document.name })} searchable clearable value={document.paperId} data={(rules?.book.papers ?? []).map((paper) => ({ value: paper.id, label: paper.name }))} onChange={(paperId) => change({ documents: draft.documents.map((one) => (one === document ? { ...one, paperId } : one)) })} comboboxProps={{ transitionProps: { duration: 0 } }} />
                <Button size="xs" variant="default" onClick={() => change({ documents: draft.documents.filter((one) => one !== document) })}>{t('tasks.takeOff')}</Button>
              </div>
            ))}
            <TrayField tray={tray} label={t('tasks.chooseFiles')} wrongType={t('tasks.wrongType')} />
            {files.map(({ key, name }, place) => <Select key={key} size="xs" label={t('tasks.kindOf', { name })} searchable clearable value={kindOf(key, place)} data={(rules?.book.papers ?? []).map((paper) => ({ value: paper.id, label: paper.name }))} onChange={(value) => setKinds({ ...kinds, [key]: value ?? '' })} comboboxProps={{ transitionProps: { duration: 0 } }} />)}
          </>
        )}
      </div>
    </CommandDialog>
  );
}

/** Fields are drawn in the order of their faults, so the first one is where the eye goes, too. */
function focusField(form: HTMLElement | null, field: string): void {
  form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"] :is(input, textarea)`)?.focus();
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
