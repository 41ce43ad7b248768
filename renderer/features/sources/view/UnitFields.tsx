import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { CourtSelect } from '../../courts/index.ts';
import { useHallState, useSession } from '../../hall/index.ts';
import styles from './Sources.module.css';

const KINDS = ['camera', 'recorder', 'vehicle'] as const;

export type UnitChoice = {
  readonly mode: 'known' | 'fresh';
  readonly unitId: UnitId | null;
  readonly courtCode: CourtCode | null;
  readonly name: string;
  readonly teamName: string;
  readonly kind: (typeof KINDS)[number];
};

export const NEW_UNIT: UnitChoice = { mode: 'known', unitId: null, courtCode: null, name: '', teamName: '', kind: 'camera' };

/** Whether a new unit is described whole. */
export function isNewUnit({ courtCode, name, teamName }: UnitChoice): boolean {
  return courtCode !== null && name.trim() !== '' && teamName.trim() !== '';
}

type UnitFieldsProps = {
  readonly choice: UnitChoice;
  /** Phones come in by their page alone. */
  readonly phones: boolean;
  readonly onChange: (choice: UnitChoice) => void;
};

/** Whose picture it is: a unit that is enrolled, or what a new one is called. */
export function UnitFields({ choice, phones, onChange }: UnitFieldsProps) {
  const { t } = useTranslation();
  const session = useSession();
  const courts = useHallState((state) => state.log.courts);
  const units = useHallState((state) => state.log.units);
  const options = useMemo(
    () => [...units.values()].filter(({ state, kind }) => state === 'enrolled' && (phones || kind !== 'phone')).map(({ unitId, name, teamName }) => ({ value: unitId as string, label: `${name}（${teamName}）` })).toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN', { numeric: true })),
    [units, phones],
  );
  if (choice.mode === 'known') {
    const choose = (value: string | null) => {
      const unit = value === null ? undefined : units.get(value as UnitId);
      onChange({ ...choice, unitId: unit?.unitId ?? null, name: unit?.name ?? choice.name });
    };
    return <Select label={t('sources.unit')} placeholder={t('sources.chooseUnit')} searchable openOnFocus={false} limit={200} value={choice.unitId} onChange={choose} data={options} nothingFoundMessage={t('people.noMatch')} data-autofocus />;
  }
  return (
    <>
      <CourtSelect label={t('people.court')} courts={courts.values()} viewerCourt={session.court.courtCode} value={choice.courtCode} onChange={(courtCode) => onChange({ ...choice, courtCode })} />
      <div className={styles.pair}>
        <TextInput label={t('sources.unitName')} placeholder={t('sources.unitNameExample')} value={choice.name} maxLength={64} onChange={(event) => onChange({ ...choice, name: event.currentTarget.value })} />
        <TextInput label={t('sources.team')} placeholder={t('sources.teamExample')} value={choice.teamName} maxLength={64} onChange={(event) => onChange({ ...choice, teamName: event.currentTarget.value })} />
      </div>
      <Select label={t('sources.kind')} allowDeselect={false} value={choice.kind} onChange={(kind) => kind !== null && onChange({ ...choice, kind })} data={KINDS.map((value) => ({ value, label: t(`units.kind.${value}`) }))} />
    </>
  );
}
