import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate, formatMoment } from '../../../../i18n/beijingTime.ts';
import { Detail, Facts } from '../../../../ui/page/Detail.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import type { UnitRow } from '../../model/enrolledRows.ts';
import type { IssuedEnrolment } from '../code/EnrolmentDialog.tsx';
import { IssueDialog } from '../code/IssueDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { UnitDialog } from './UnitDialog.tsx';
import { UnitMark } from './UnitMark.tsx';
import styles from '../AdminPage.module.css';

export function UnitDetail({ row, onIssued }: { row: UnitRow; onIssued: (issued: IssuedEnrolment) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [dialog, setDialog] = useState<'change' | 'issue' | 'revoke' | null>(null);
  const { unit } = row;
  const close = () => setDialog(null);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const detail = `${unit.teamName} · ${t(`units.kind.${unit.kind}`)}`;
  return (
    <>
      <Detail
        title={unit.name}
        badge={<UnitMark row={row} />}
        actions={
          unit.state === 'revoked' ? undefined : (
            <>
              <ActionButton onClick={() => setDialog('change')} data-action="unit.change">{t('devices.change')}</ActionButton>
              <ActionButton onClick={() => setDialog('issue')} data-action="unit.issueCode">{t('devices.issueCode')}</ActionButton>
              <ActionButton onClick={() => setDialog('revoke')} data-action="unit.revoke">{t('devices.revoke')}</ActionButton>
            </>
          )
        }
      >
        <Facts
          facts={[
            { label: t('units.team'), value: unit.teamName },
            { label: t('people.court'), value: `${row.courtName}（${unit.courtCode}）` },
            { label: t('devices.kindTitle'), value: t(`units.kind.${unit.kind}`) },
            { label: t('devices.lastSeen'), value: row.online ? t('devices.now') : row.lastSeenAt === null ? t('units.neverSeen') : moment(row.lastSeenAt) },
            { label: t('devices.enrolledAt'), value: `${formatDate(unit.enrolledAt, locale)} ${formatClock(unit.enrolledAt)}` },
            { label: t('devices.id'), value: unit.unitId },
          ]}
        />
        {unit.state === 'revoked' && <p className={styles.note}>{t('devices.revokedHint')}</p>}
      </Detail>
      {dialog === 'change' && <UnitDialog unit={unit} onClose={close} />}
      {dialog === 'issue' && <IssueDialog of={{ unitId: unit.unitId }} name={unit.name} onClose={close} onIssued={(enrolment) => onIssued({ of: { unitId: unit.unitId }, name: unit.name, detail, enrolment })} />}
      {dialog === 'revoke' && <RevokeDialog of={{ unitId: unit.unitId }} name={unit.name} version={unit.version} onClose={close} />}
    </>
  );
}
