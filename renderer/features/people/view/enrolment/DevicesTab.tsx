import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEVICE_KINDS, type Device } from '#protocol/nouns/devices.ts';
import type { DeviceId } from '#protocol/nouns/ids.ts';
import { formatDate } from '../../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { PlusIcon } from '../../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../../ui/MiddleEllipsis.tsx';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import { Workbench } from '../../../../ui/page/Workbench.tsx';
import { DataTable, type Column } from '../../../../ui/table/DataTable.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useHallState, useLocale } from '../../../hall/index.ts';
import { deviceRows, matchDeviceRows, type DeviceRow, type EnrolledQuery } from '../../model/enrolledRows.ts';
import { DeviceDetail } from './DeviceDetail.tsx';
import { DeviceDialog } from './DeviceDialog.tsx';
import { EnrolledTools } from './EnrolledTools.tsx';
import { EnrolmentDialog, type IssuedEnrolment } from '../code/EnrolmentDialog.tsx';
import { NoEnrolled } from './NoEnrolled.tsx';
import styles from '../AdminPage.module.css';

const ALL: EnrolledQuery<Device['kind']> = { text: '', courtCode: null, kind: null, state: 'enrolled' };

/** Consoles with their wall windows, and observers of the hall's figures. */
export function DevicesTab() {
  const { t } = useTranslation();
  const locale = useLocale();
  const log = useHallState((state) => state.log);
  const synced = useHallState((state) => state.synced);
  const [query, setQuery] = useState(ALL);
  const [selected, setSelected] = useState<DeviceId | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  const [issued, setIssued] = useState<IssuedEnrolment | null>(null);

  const rows = useMemo(() => deviceRows(log), [log]);
  const shown = useMemo(() => matchDeviceRows(rows, query), [rows, query]);
  const chosen = rows.find((row) => row.device.deviceId === selected);
  const columns: Column<DeviceRow>[] = [
    { key: 'name', title: t('devices.deviceName'), track: 'minmax(9em, 1.4fr)', sortBy: (row) => row.device.name, render: (row) => <MiddleEllipsis text={row.device.name} /> },
    { key: 'kind', title: t('devices.kindTitle'), track: '110px', sortBy: (row) => row.device.kind, render: (row) => t(`devices.kind.${row.device.kind}`) },
    { key: 'court', title: t('people.court'), track: 'minmax(10em, 1.6fr)', sortBy: (row) => row.device.courtCode, render: (row) => <MiddleEllipsis text={row.courtName} /> },
    {
      key: 'state',
      title: t('devices.stateTitle'),
      track: '100px',
      sortBy: (row) => row.device.state,
      render: (row) => <StateMark tone={row.device.state === 'revoked' ? 'faint' : 'calm'} text={t(`devices.${row.device.state}`)} />,
    },
    { key: 'enrolledAt', title: t('devices.enrolledAt'), track: 'minmax(9em, 1fr)', sortBy: (row) => row.device.enrolledAt, render: (row) => formatDate(row.device.enrolledAt, locale) },
  ];
  return (
    <>
      <Workbench
        fresh={synced}
        tools={
          <>
            <EnrolledTools query={query} onChange={setQuery} searchLabel={t('devices.searchDevices')} kinds={DEVICE_KINDS.map((value) => ({ value, label: t(`devices.kind.${value}`) }))} />
            <span className={styles.count}>{t('devices.deviceCount', { count: shown.length })}</span>
            <ActionButton leftSection={<PlusIcon size={13} />} onClick={() => setEnrolling(true)} data-action="device.enrol">{t('devices.enrolDevice')}</ActionButton>
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('devices.chooseDevice')} /> : <DeviceDetail key={chosen.device.deviceId} row={chosen} onIssued={setIssued} />}
      >
        <DataTable
          label={t('people.tab.devices')}
          columns={columns}
          rows={shown}
          keyOf={(row) => row.device.deviceId}
          selected={selected}
          onSelect={(key) => setSelected(key as DeviceId)}
          toneOf={(row) => (row.device.state === 'revoked' ? 'faint' : undefined)}
          empty={<NoEnrolled any={rows.length > 0} title={t('devices.noDevices')} hint={t('devices.noDevicesHint')} onClear={() => setQuery(ALL)} />}
          minWidthPx={700}
        />
      </Workbench>
      {enrolling && (
        <DeviceDialog
          onClose={() => setEnrolling(false)}
          onEnrolled={(device, enrolment) => {
            setSelected(device.deviceId);
            setIssued({ of: { deviceId: device.deviceId }, name: device.name, detail: t(`devices.kind.${device.kind}`), enrolment });
          }}
        />
      )}
      {issued !== null && <EnrolmentDialog issued={issued} onIssued={setIssued} onClose={() => setIssued(null)} />}
    </>
  );
}
