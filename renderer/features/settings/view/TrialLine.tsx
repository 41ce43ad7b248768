import { useTranslation } from 'react-i18next';
import type { HallProbe } from '#protocol/ipc/calls.ts';
import type { HallTrialState } from '../model/hallTrial.ts';
import styles from './TrialLine.module.css';

const PROBLEMS = { away: 'settings.probeAway', wrongCertificate: 'settings.probeWrongCertificate', notAHall: 'settings.probeNotAHall' } as const;

/** How the trial of a hall ended; nothing before it was tried. */
export function TrialLine({ trial: { asking, result } }: { trial: HallTrialState }) {
  const { t } = useTranslation();
  if (asking) {
    return <p className={styles.line} role="status" data-outcome="asking">{t('settings.probing')}</p>;
  }
  return result && <p className={styles.line} role={result.outcome === 'reached' ? 'status' : 'alert'} data-outcome={result.outcome}>{wordsOf(result)}</p>;

  function wordsOf(probe: HallProbe): string {
    return probe.outcome === 'reached' ? t('settings.probeReached', { hallName: probe.hallName }) : t(PROBLEMS[probe.outcome]);
  }
}
