import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HelpCandidate } from '#protocol/alarms/help.ts';
import { formatRoughAge } from '../../../../i18n/beijingTime.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { useLocale } from '../../../hall/index.ts';
import { kilometres } from '../alarmWords.ts';
import styles from '../Alarms.module.css';

type CandidateRowProps = { /** Null for one that cannot come. */ readonly place: number | null; readonly candidate: HelpCandidate; readonly asked: boolean; readonly onToggle: () => void };

/** One court, how soon somebody could be there, and why. */
export function CandidateRow({ place, candidate, asked, onToggle }: CandidateRowProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const reasons = candidate.reasons.map(({ reason, params }) => t(`alarms.reasons.${reason}`, { replace: { ...params, ...(typeof params['distanceM'] === 'number' ? { distance: kilometres(params['distanceM']) } : {}) } }));
  return (
    <li className={styles.candidate} data-able={candidate.able} data-court-code={candidate.courtCode}>
      <Checkbox size="xs" checked={asked} onChange={onToggle} aria-label={candidate.courtName} />
      <span className={styles.candidateName}>{place === null ? '' : `${place}. `}{candidate.courtName}</span>
      <span className={styles.candidateEta}>
        {candidate.etaMs === null ? t('alarms.help.noEta') : t('alarms.help.eta', { age: formatRoughAge(candidate.etaMs, locale) })}
        {' · '}
        {t('alarms.help.distance', { distance: kilometres(candidate.distanceM) })}
      </span>
      <span className={styles.reasons}>{listOf(reasons, locale)}</span>
    </li>
  );
}
