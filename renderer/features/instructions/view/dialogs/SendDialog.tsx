import { Checkbox, Menu, MultiSelect, SegmentedControl, Select, SimpleGrid, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { SEVERITIES, type Severity } from '#protocol/alarms/alarms.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { MAX_DOCUMENTS, MAX_INSTRUCTED_UNITS } from '#protocol/field/instructions.ts';
import { unitId as unitIdSchema } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { documentIntake } from '../../../documents/index.ts';
import { useHall, useHallState, useSession } from '../../../hall/index.ts';
import { createTray, sentFiles, TrayField } from '../../../upload/index.ts';
import { recentTexts } from '../../model/instructionRows.ts';
import type { Instructing } from '../InstructProvider.tsx';
import styles from '../Instructions.module.css';

const MINUTE_MS = 60_000;
const WITHIN_MINUTES = [1, 2, 5, 10, 30, 60] as const;
const NO_LIMIT = '0';
const TEMPLATES = ['standBy', 'guardExits', 'reportPosition', 'coverColleague', 'stopAndWait', 'keepRecording', 'withdrawNow'] as const;

/** What is to be done, by whom, where and until when they say yes. */
export function SendDialog({ begin, onClose }: { begin: Instructing; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const { court } = useSession();
  const units = useHallState((state) => state.units);
  const instructions = useHallState((state) => state.log.instructions);
  const operation = useHallState((state) => (begin.operationId ? state.log.operations.get(begin.operationId) : undefined));
  const alarm = useHallState((state) => (begin.alarmId ? state.log.alarms.get(begin.alarmId) : undefined));
  const known = alarm?.place ?? operation?.place ?? null;
  const send = useCommand('instruction.send');
  const [unitIds, setUnitIds] = useState<string[]>(begin.unitIds.slice(0, MAX_INSTRUCTED_UNITS));
  const [severity, setSeverity] = useState<Severity>(alarm === undefined ? 'notice' : 'urgent');
  const [text, setText] = useState('');
  const [place, setPlace] = useState(known?.name ?? '');
  const [pinned, setPinned] = useState(true);
  const [within, setWithin] = useState(alarm === undefined ? NO_LIMIT : '2');
  const tray = useMemo(() => createTray({ link, intake: documentIntake(link), most: MAX_DOCUMENTS }), [link]);
  useEffect(() => tray.clear, [tray]);
  const { files } = useStore(tray.state);
  const sent = sentFiles(files);
  const recent = useMemo(() => recentTexts(instructions.values(), court.courtCode), [instructions, court.courtCode]);
  const choices = useMemo(
    () => [...units.values()].toSorted((one, other) => Number(other.online) - Number(one.online)).map((unit) => ({ value: unit.unitId as string, label: `${unit.name}（${unit.teamName}）${unit.online ? '' : ` · ${t('units.offline')}`}` })),
    [units, t],
  );
  const away = unitIds.filter((id) => units.get(unitIdSchema.parse(id))?.online !== true).length;
  const submit = async () => {
    if (sent === null) {
      return;
    }
    const name = place.trim();
    const answer = await send.ask({
      unitIds: unitIds.map((id) => unitIdSchema.parse(id)),
      operationId: begin.operationId ?? null,
      alarmId: begin.alarmId ?? null,
      severity,
      text: text.trim(),
      place: name === '' ? null : { name, position: pinned ? (known?.position ?? null) : null },
      documents: sent.flatMap(({ fileId, name: fileName, mimeType, totalBytes }) => {
        const type = DOCUMENT_TYPES.find((candidate) => candidate === mimeType);
        return type === undefined ? [] : [{ documentId: fileId, name: fileName.slice(0, 120), mimeType: type, totalBytes }];
      }),
      acceptWithinMs: within === NO_LIMIT ? null : Number(within) * MINUTE_MS,
    });
    if (answer !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('instructions.sendTitle')} submitLabel={t('instructions.send', { count: unitIds.length })} command={send} size={600} ready={unitIds.length > 0 && text.trim().length >= 2 && sent !== null} onClose={onClose} onSubmit={() => void submit()}>
      <MultiSelect size="sm" label={t('instructions.to')} data={choices} value={unitIds} onChange={setUnitIds} maxValues={MAX_INSTRUCTED_UNITS} searchable description={away > 0 ? t('instructions.away', { count: away }) : undefined} comboboxProps={{ transitionProps: { duration: 0 } }} data-role="instructed-units" />
      <SegmentedControl size="xs" aria-label={t('alarms.raiseSeverity')} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.toReversed().map((value) => ({ value, label: t(`alarms.severity.${value}`) }))} />
      <Textarea
        size="xs"
        label={<span className={styles.labelRow}>{t('instructions.text')}<Phrases recent={recent} onChoose={(chosen) => setText((before) => (before.trim() === '' ? chosen : `${before.trimEnd()}\n${chosen}`))} /></span>}
        value={text}
        maxLength={500}
        autosize
        minRows={3}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t('instructions.place')} value={place} maxLength={100} onChange={(event) => setPlace(event.currentTarget.value)} />
        <Select size="xs" label={t('instructions.within')} allowDeselect={false} value={within} onChange={(value) => setWithin(value ?? NO_LIMIT)} data={[{ value: NO_LIMIT, label: t('instructions.noLimit') }, ...WITHIN_MINUTES.map((minutes) => ({ value: String(minutes), label: t('instructions.minutes', { minutes }) }))]} />
      </SimpleGrid>
      {known?.position && place.trim() !== '' && <Checkbox size="xs" checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} label={t(alarm === undefined ? 'instructions.pinOperation' : 'instructions.pinAlarm')} />}
      <TrayField tray={tray} label={t('instructions.attach')} wrongType={t('instructions.wrongType')} />
    </CommandDialog>
  );
}

/** Usual words, and those that were sent from here lately. */
function Phrases({ recent, onChoose }: { recent: readonly string[]; onChoose: (text: string) => void }) {
  const { t } = useTranslation();
  const usual = TEMPLATES.map((name) => t(`instructions.phrase.${name}`));
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target><UnstyledButton className={styles.phrases} data-role="instruction-phrases">{t('instructions.phrases')}</UnstyledButton></Menu.Target>
      <Menu.Dropdown>
        {recent.length > 0 && <Menu.Label>{t('instructions.recent')}</Menu.Label>}
        {recent.map((text) => <Menu.Item key={text} onClick={() => onChoose(text)}><span className={styles.phrase}>{text}</span></Menu.Item>)}
        <Menu.Label>{t('instructions.usual')}</Menu.Label>
        {usual.map((text) => <Menu.Item key={text} onClick={() => onChoose(text)}>{text}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
