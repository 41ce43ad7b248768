import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callable, ConsultationAbout } from '#protocol/consultations/consultations.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { useCapability, useHall } from '../../hall/index.ts';
import { PlanDialog } from './plan/PlanDialog.tsx';

type ConsultButtonProps = { readonly about: ConsultationAbout; readonly title: string; readonly unitIds?: readonly UnitId[] };

const NO_UNITS: readonly UnitId[] = [];

/** 「发起会商」 beside something that people may have to meet about, with its units called in; nothing for those who may not. */
export function ConsultButton({ about, title, unitIds = NO_UNITS }: ConsultButtonProps) {
  const { t } = useTranslation();
  const { replica } = useHall();
  const holds = useCapability('consultations.hold');
  const [calling, setCalling] = useState<readonly Callable[] | null>(null);
  const begin = () => {
    const { units, courts } = replica.state.getState().log;
    setCalling(unitIds.flatMap((unitId) => {
      const unit = units.get(unitId);
      return unit === undefined ? [] : [{ who: { kind: 'unit', unitId }, name: unit.name, courtCode: unit.courtCode, courtName: courtName(courts, unit.courtCode), isHere: true }];
    }));
  };
  if (!holds) return null;
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={begin} data-action="consultation.begin">{t('consultation.call')}</Button>
      {calling !== null && <PlanDialog now about={about} title={title.slice(0, 80)} invited={calling} onClose={() => setCalling(null)} />}
    </>
  );
}
