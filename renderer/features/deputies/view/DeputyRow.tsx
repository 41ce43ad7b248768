import { useTranslation } from 'react-i18next';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import { formatDate, formatDue } from '../../../i18n/beijingTime.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { ActionButton } from '../../command/index.ts';
import { useHallNow, useLocale, useRules } from '../../hall/index.ts';
import styles from './Deputies.module.css';

type DeputyRowProps = { readonly deputyship: Deputyship; /** The person’s own approvals, in somebody else’s hands. */ readonly isMine: boolean; readonly holds: boolean; readonly onEnd: () => void };

export function DeputyRow({ deputyship, isMine, holds, onEnd }: DeputyRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const rules = useRules();
  const at = useHallNow();
  const { deputyshipId, principal, deputy, flowIds, fromAt, untilAt, reason } = deputyship;
  const nameOf = (id: string) => {
    const flow = rules === null ? undefined : rowAt(rules.book.flows, id, at);
    return flow === undefined ? id : locale === 'en' ? flow.nameEn : flow.name;
  };
  return (
    <li className={styles.row} data-deputyship-id={deputyshipId} data-holds={holds}>
      <strong>{isMine ? deputy.name : principal.name}</strong>
      <span className={styles.state}>{t(holds ? 'deputies.holds' : 'deputies.toCome')}</span>
      <ActionButton size="compact-xs" onClick={onEnd} data-action="deputy.end">{t(isMine ? 'deputies.takeBack' : 'deputies.giveBack')}</ActionButton>
      <span className={styles.more}>{t('deputies.span', { from: formatDate(fromAt, locale), until: formatDue(untilAt, at, locale) })}</span>
      <span className={styles.more}>{flowIds === null ? t('deputies.allKinds') : listOf(flowIds.map(nameOf), locale)} · {t('deputies.because', { reason })}</span>
    </li>
  );
}
