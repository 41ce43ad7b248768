import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEVICE_KINDS, type Device, type EnrolmentCode } from '#protocol/nouns/devices.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';

export function DeviceDialog({ onClose, onEnrolled }: { onClose: () => void; onEnrolled: (device: Device, enrolment: EnrolmentCode) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const courts = useHallState((state) => state.log.courts);
  const enrol = useCommand('device.enrol');
  const [courtCode, setCourtCode] = useState<CourtCode | null>(session.court.courtCode);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Device['kind']>('console');
  const submit = async () => {
    const enrolled = courtCode === null ? null : await enrol.ask({ courtCode, name: name.trim(), kind });
    if (enrolled !== null) {
      onEnrolled(enrolled.device, enrolled.enrolment);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('devices.enrolDevice')} submitLabel={t('devices.enrolSubmit')} command={enrol} ready={courtCode !== null && name.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      <CourtSelect label={t('people.court')} courts={courts.values()} viewerCourt={session.court.courtCode} value={courtCode} onChange={setCourtCode} />
      <TextInput label={t('devices.deviceName')} placeholder={t('devices.deviceNameExample')} value={name} maxLength={64} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <Select label={t('devices.kindTitle')} description={t(`devices.kindHint.${kind}`)} allowDeselect={false} value={kind} onChange={(value) => value !== null && setKind(value)} data={DEVICE_KINDS.map((value) => ({ value, label: t(`devices.kind.${value}`) }))} />
    </CommandDialog>
  );
}
