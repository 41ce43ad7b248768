import { useTranslation } from 'react-i18next';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import type { PersonRow } from '../../model/personRows.ts';

/** One word for the account: closed before locked, locked before here. */
export function PersonMark({ row }: { row: PersonRow }) {
  const { t } = useTranslation();
  if (row.user.state === 'closed') {
    return <StateMark tone="faint" text={t('people.closed')} />;
  }
  if (row.lockedUntilAt !== null) {
    return <StateMark tone="waiting" text={t('people.locked')} />;
  }
  return row.connections > 0 ? <StateMark tone="live" text={t('people.online')} /> : <StateMark tone="calm" text={t('people.active')} />;
}
