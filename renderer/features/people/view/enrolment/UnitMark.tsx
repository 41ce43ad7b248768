import { useTranslation } from 'react-i18next';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import type { UnitRow } from '../../model/enrolledRows.ts';

export function UnitMark({ row }: { row: UnitRow }) {
  const { t } = useTranslation();
  if (row.unit.state === 'revoked') {
    return <StateMark tone="faint" text={t('devices.revoked')} />;
  }
  return row.online ? <StateMark tone="live" text={t('units.online')} /> : <StateMark tone="faint" text={t('units.offline')} />;
}
