import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate } from '../../../../i18n/beijingTime.ts';
import { Detail, Facts } from '../../../../ui/page/Detail.tsx';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useLocale } from '../../../hall/index.ts';
import type { DeviceRow } from '../../model/enrolledRows.ts';
import type { IssuedEnrolment } from '../code/EnrolmentDialog.tsx';
import { IssueDialog } from '../code/IssueDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import styles from '../AdminPage.module.css';

export function DeviceDetail({ row, onIssued }: { row: DeviceRow; onIssued: (issued: IssuedEnrolment) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [dialog, setDialog] = useState<'issue' | 'revoke' | null>(null);
  const { device } = row;
  const of = { deviceId: device.deviceId };
  const close = () => setDialog(null);
  return (
    <>
      <Detail
        title={device.name}
        badge={<StateMark tone={device.state === 'revoked' ? 'faint' : 'calm'} text={t(`devices.${device.state}`)} />}
        actions={
          device.state === 'revoked' ? undefined : (
            <>
              <ActionButton onClick={() => setDialog('issue')} data-action="device.issueCode">{t('devices.issueCode')}</ActionButton>
              <ActionButton onClick={() => setDialog('revoke')} data-action="device.revoke">{t('devices.revoke')}</ActionButton>
            </>
          )
        }
      >
        <Facts
          facts={[
            { label: t('devices.kindTitle'), value: t(`devices.kind.${device.kind}`) },
            { label: t('people.court'), value: `${row.courtName}（${device.courtCode}）` },
            { label: t('devices.enrolledAt'), value: `${formatDate(device.enrolledAt, locale)} ${formatClock(device.enrolledAt)}` },
            { label: t('devices.id'), value: device.deviceId },
          ]}
        />
        <p className={styles.note}>{t(device.state === 'revoked' ? 'devices.revokedHint' : `devices.kindHint.${device.kind}`)}</p>
      </Detail>
      {dialog === 'issue' && <IssueDialog of={of} name={device.name} onClose={close} onIssued={(enrolment) => onIssued({ of, name: device.name, detail: t(`devices.kind.${device.kind}`), enrolment })} />}
      {dialog === 'revoke' && <RevokeDialog of={of} name={device.name} version={device.version} onClose={close} />}
    </>
  );
}
