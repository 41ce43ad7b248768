import { Modal } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useHall, useHallState } from '../../hall/index.ts';
import { createDeviceRecordings } from '../model/createDeviceRecordings.ts';
import { dayOf } from '../model/timeline.ts';
import { DeviceRecordingsPane } from './DeviceRecordingsPane.tsx';

/** 设备录像 of one unit. What is played ends with the dialog. */
export function DeviceRecordingsDialog({ unitId, onClose }: { unitId: UnitId; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const name = useHallState((state) => state.log.units.get(unitId)?.name ?? '');
  const [today] = useState(() => dayOf(link.now()));
  const room = useMemo(() => createDeviceRecordings({ link, unitId, day: today, newCommandId: () => crypto.randomUUID() }), [link, unitId, today]);
  useEffect(() => room.start(), [room]);
  // After the press of Escape has gone its whole way: the desk's own Escape looks whether a dialog is open.
  const close = () => void setTimeout(onClose);
  return (
    <Modal opened onClose={close} size={1480} title={t('recordings.titleOf', { unit: name })} closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <DeviceRecordingsPane room={room} today={today} />
    </Modal>
  );
}
