import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { UNIT_KINDS, type UnitRecord } from '#protocol/nouns/units.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';

type UnitDialogProps = {
  /** As the hall has it now; null for a new unit. */
  readonly unit: UnitRecord | null;
  readonly onClose: () => void;
  readonly onEnrolled?: (unit: UnitRecord, enrolment: EnrolmentCode) => void;
};

export function UnitDialog({ unit, onClose, onEnrolled }: UnitDialogProps) {
  const { t } = useTranslation();
  const session = useSession();
  const courts = useHallState((state) => state.log.courts);
  const enrol = useCommand('unit.enrol');
  const change = useCommand('unit.change');
  const expectedVersion = useExpectedVersion(unit?.version ?? 0, change);
  const [courtCode, setCourtCode] = useState<CourtCode | null>(unit?.courtCode ?? session.court.courtCode);
  const [name, setName] = useState(unit?.name ?? '');
  const [teamName, setTeamName] = useState(unit?.teamName ?? '');
  const [kind, setKind] = useState(unit?.kind ?? 'phone');
  const facts = { name: name.trim(), teamName: teamName.trim(), kind };

  const submit = async () => {
    if (unit !== null) {
      const changed = await change.ask({ unitId: unit.unitId, expectedVersion, ...facts });
      if (changed !== null) {
        onClose();
      }
      return;
    }
    const enrolled = courtCode === null ? null : await enrol.ask({ courtCode, ...facts });
    if (enrolled !== null) {
      onEnrolled?.(enrolled.unit, enrolled.enrolment);
      onClose();
    }
  };
  return (
    <CommandDialog
      title={unit === null ? t('devices.enrolUnit') : t('devices.changeTitle', { name: unit.name })}
      submitLabel={unit === null ? t('devices.enrolSubmit') : t('hall.save')}
      command={unit === null ? enrol : change}
      ready={courtCode !== null && facts.name !== '' && facts.teamName !== ''}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={unit !== null && <NoticeLine tone="waiting">{t('devices.newest', { name: unit.name, team: unit.teamName, kind: t(`units.kind.${unit.kind}`) })}</NoticeLine>}
    >
      {unit === null && <CourtSelect label={t('people.court')} courts={courts.values()} viewerCourt={session.court.courtCode} value={courtCode} onChange={setCourtCode} />}
      <TextInput label={t('devices.unitName')} placeholder={t('devices.unitNameExample')} value={name} maxLength={64} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t('units.team')} placeholder={t('devices.teamExample')} value={teamName} maxLength={64} onChange={(event) => setTeamName(event.currentTarget.value)} />
      <Select label={t('devices.kindTitle')} allowDeselect={false} value={kind} onChange={(value) => value !== null && setKind(value)} data={UNIT_KINDS.map((value) => ({ value, label: t(`units.kind.${value}`) }))} />
    </CommandDialog>
  );
}
