import { Checkbox, Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { OperationId, SlotId } from '#protocol/nouns/ids.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { slotNumber, useHallState } from '../../hall/index.ts';
import type { WallDesk } from '../../wall/index.ts';
import { WallSketch } from '../../wallSketch/index.ts';
import styles from './Presets.module.css';

type Scope = Preset['scope'];
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const NO_PLACES: readonly never[] = [];

/** A new preset of the wall as it is (or is rehearsed), or another name, key or picture for an old one. */
export function PresetDialog({ preset, desk, onClose }: { preset: Preset | null; desk: WallDesk; onClose: () => void }) {
  const { t } = useTranslation();
  const [present] = useState(() => [...desk.layouts()].toSorted(([a], [b]) => slotNumber(a) - slotNumber(b)));
  const operations = useHallState((state) => state.log.operations);
  const newest = useHallState((state) => (preset === null ? 0 : (state.log.presets.get(preset.presetId)?.version ?? preset.version)));
  const courtPlaces = useHallState((state) => (preset === null ? NO_PLACES : (state.log.walls.get(preset.courtCode)?.places ?? NO_PLACES)));
  const save = useCommand('preset.save');
  const expectedVersion = useExpectedVersion(newest, save);
  const [name, setName] = useState(preset?.name ?? '');
  const [scope, setScope] = useState<Scope>(preset?.scope ?? 'person');
  const [operationId, setOperationId] = useState<OperationId | null>(preset?.operationId ?? null);
  const [key, setKey] = useState<string | null>(preset?.key?.toString() ?? null);
  const [anew, setAnew] = useState(preset === null);
  const [chosen, setChosen] = useState<ReadonlySet<SlotId>>(() => new Set(present.map(([slotId]) => slotId)));

  const slots = useMemo(() => (anew || preset === null ? present.filter(([slotId]) => chosen.has(slotId)).map(([slotId, layout]) => ({ slotId, layout })) : preset.slots), [anew, preset, present, chosen]);
  const layouts = useMemo(() => new Map(slots.map(({ slotId, layout }) => [slotId, layout])), [slots]);
  const ready = name.trim() !== '' && slots.length > 0 && (scope !== 'operation' || operationId !== null);
  const submit = async () => {
    const facts = { name: name.trim(), scope, operationId: scope === 'operation' ? operationId : null, key: key === null ? null : Number(key), slots };
    if ((await save.ask({ presetId: preset?.presetId ?? null, expectedVersion, ...facts })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={preset === null ? t('wallPresets.newTitle') : t('wallPresets.editOf', { name: preset.name })} submitLabel={t('wallPresets.save')} command={save} ready={ready} size={560} onClose={onClose} onSubmit={() => void submit()} newest={<p className={styles.hint}>{t('wallPresets.changed')}</p>}>
      <TextInput size="xs" label={t('wallPresets.name')} value={name} maxLength={40} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <Input.Wrapper size="xs" label={t('wallPresets.whose')} labelElement="div">
        <SegmentedControl size="xs" fullWidth value={scope} onChange={(value) => setScope(value)} aria-label={t('wallPresets.whose')} data={(['person', 'court', 'operation'] as const).map((value) => ({ value, label: t(`wallPresets.scope.${value}`) }))} />
      </Input.Wrapper>
      {scope === 'operation' && (
        <Select size="xs" label={t('wallPresets.operation')} searchable nothingFoundMessage={t('people.noMatch')} value={operationId} onChange={(value) => setOperationId(value as OperationId | null)}
          data={[...operations.values()].filter((operation) => !isOver(operation)).map((operation) => ({ value: operation.operationId as string, label: operation.title }))} />
      )}
      <Select size="xs" label={t('wallPresets.key')} description={t('wallPresets.keyDescription')} clearable placeholder={t('wallPresets.noKey')} value={key} onChange={setKey} data={[...KEYS]} />
      {preset !== null && <Checkbox size="xs" label={t('wallPresets.overwrite')} checked={anew} data-role="preset-overwrite" onChange={(event) => setAnew(event.currentTarget.checked)} />}
      {anew && (
        <fieldset className={styles.displaysField}>
          <legend>{t('wallPresets.which')}</legend>
          {present.map(([slotId]) => (
            <Checkbox key={slotId} size="xs" label={t('wall.place', { number: slotNumber(slotId) })} checked={chosen.has(slotId)} onChange={(event) => setChosen(withOne(chosen, slotId, event.currentTarget.checked))} />
          ))}
        </fieldset>
      )}
      {layouts.size > 0 && <div className={styles.preview}><WallSketch layouts={layouts} places={courtPlaces} label={name} /></div>}
    </CommandDialog>
  );
}

function withOne(all: ReadonlySet<SlotId>, slotId: SlotId, there: boolean): ReadonlySet<SlotId> {
  const next = new Set(all);
  if (there) {
    next.add(slotId);
  } else {
    next.delete(slotId);
  }
  return next;
}
