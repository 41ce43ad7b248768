import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preset } from '#protocol/wall/presets.ts';
import { CommandDialog, useBlocked, useCommand, useExpectedVersion } from '../../command/index.ts';
import { slotNumber, useHallState, useSession } from '../../hall/index.ts';
import { WallSketch } from '../../wallSketch/index.ts';
import type { RecallNote } from '../model/applyPreset.ts';
import { presetGroups } from '../model/presetShelf.ts';
import styles from './Presets.module.css';

type PresetShelfProps = {
  readonly onApply: (preset: Preset) => void;
  /** Null: a new one, of the wall as it is. */
  readonly onEdit: (preset: Preset | null) => void;
  readonly note: RecallNote | null;
};

const NO_PLACES: readonly never[] = [];

/** 预案 beside the wall. */
export function PresetShelf({ onApply, onEdit, note }: PresetShelfProps) {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const presets = useHallState((state) => state.log.presets);
  const blocked = useBlocked();
  const groups = useMemo(() => presetGroups(presets.values(), { courtCode: court.courtCode, me: person?.userId ?? null }), [presets, court, person]);
  const [removing, setRemoving] = useState<Preset | null>(null);
  const empty = groups.every((group) => group.presets.length === 0);
  return (
    <section className={styles.shelf} aria-label={t('wallPresets.title')} data-role="wall-presets">
      <header className={styles.head}>
        <h3 className={styles.title}>{t('wallPresets.title')}</h3>
        <Button size="compact-xs" variant="default" disabled={blocked !== null} title={blocked ?? undefined} data-action="preset.new" onClick={() => onEdit(null)}>{t('wallPresets.saveAs')}</Button>
      </header>
      {note !== null && (note.missing.length > 0 || note.gone > 0) && (
        <p className={styles.note} role="status">
          {t('wallPresets.leftOut', { name: note.name })}
          {note.missing.length > 0 && t('wallPresets.missing', { numbers: note.missing.map(slotNumber).join('、') })}
          {note.gone > 0 && t('wallPresets.gone', { count: note.gone })}
        </p>
      )}
      {empty && <p className={styles.hint}>{t('wallPresets.empty')}</p>}
      {groups.map(({ scope, presets: listed }) => listed.length > 0 && (
        <div key={scope}>
          <h4 className={styles.group}>{t(`wallPresets.scope.${scope}`)}</h4>
          <ul className={styles.list}>
            {listed.map((preset) => <PresetRow key={preset.presetId} preset={preset} blocked={blocked} onApply={onApply} onEdit={onEdit} onRemove={setRemoving} />)}
          </ul>
        </div>
      ))}
      {removing !== null && <RemoveDialog key={removing.presetId} preset={removing} onClose={() => setRemoving(null)} />}
    </section>
  );
}

type RowProps = { readonly preset: Preset; readonly blocked: string | null; readonly onApply: (preset: Preset) => void; readonly onEdit: (preset: Preset) => void; readonly onRemove: (preset: Preset) => void };

function PresetRow({ preset, blocked, onApply, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation();
  const layouts = useMemo(() => new Map(preset.slots.map(({ slotId, layout }) => [slotId, layout])), [preset.slots]);
  const places = useHallState((state) => state.log.walls.get(preset.courtCode)?.places ?? NO_PLACES);
  const operation = useHallState((state) => (preset.operationId === null ? null : (state.log.operations.get(preset.operationId)?.title ?? null)));
  const detail = [operation, t('wallPresets.displays', { count: preset.slots.length }), preset.ownerName].filter(Boolean).join(' · ');
  return (
    <li className={styles.row} data-preset-id={preset.presetId}>
      <button type="button" className={styles.recall} disabled={blocked !== null} title={blocked ?? t('wallPresets.recall', { name: preset.name })} data-action="preset.recall" onClick={() => onApply(preset)}>
        <span className={styles.sketch}><WallSketch layouts={layouts} places={places} words="plain" label={preset.name} /></span>
        <span className={styles.words}>
          <span className={styles.name}>{preset.name}</span>
          <span className={styles.detail}>{detail}</span>
        </span>
        {preset.key !== null && <kbd className={styles.key} title={t('wallPresets.keyHint', { key: preset.key })}>{preset.key}</kbd>}
      </button>
      <span className={styles.tools}>
        <Button size="compact-xs" variant="subtle" disabled={blocked !== null} data-action="preset.edit" aria-label={t('wallPresets.editOf', { name: preset.name })} onClick={() => onEdit(preset)}>{t('wallPresets.edit')}</Button>
        <Button size="compact-xs" variant="subtle" disabled={blocked !== null} data-action="preset.remove" aria-label={t('wallPresets.removeOf', { name: preset.name })} onClick={() => onRemove(preset)}>{t('wallPresets.remove')}</Button>
      </span>
    </li>
  );
}

function RemoveDialog({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const { t } = useTranslation();
  const newest = useHallState((state) => state.log.presets.get(preset.presetId)?.version ?? preset.version);
  const remove = useCommand('preset.remove');
  const expectedVersion = useExpectedVersion(newest, remove);
  const submit = async () => {
    if ((await remove.ask({ presetId: preset.presetId, expectedVersion })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('wallPresets.removeTitle', { name: preset.name })} submitLabel={t('wallPresets.remove')} command={remove} focusSubmit onClose={onClose} onSubmit={() => void submit()} newest={<p className={styles.hint}>{t('wallPresets.changed')}</p>}>
      <p className={styles.hint}>{t('wallPresets.removeHint')}</p>
    </CommandDialog>
  );
}
