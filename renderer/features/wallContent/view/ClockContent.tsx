import { useTranslation } from 'react-i18next';
import { formatDate, formatWeekday } from '../../../i18n/beijingTime.ts';
import { HallClock, useHallNow, useLocale } from '../../hall/index.ts';
import styles from './Content.module.css';

/** Hall time in Beijing. */
export function ClockContent() {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  return (
    <div className={styles.clock}>
      <HallClock className={styles.time} />
      <span className={styles.date}>{`${formatDate(now, locale)} ${formatWeekday(now, locale)} · ${t('wallContent.beijing')}`}</span>
    </div>
  );
}
