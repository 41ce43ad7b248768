import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale, useTick } from '../../hall/index.ts';
import styles from './Connection.module.css';

/** Under the header while the hall cannot record anything: why, since when, and what still works; nothing otherwise. */
export function WritableBar() {
  const broken = useHallState((state) => state.synced && state.status?.writable === false);
  return broken ? <Bar /> : null;
}

function Bar() {
  const { t } = useTranslation();
  const locale = useLocale();
  const status = useHallState((state) => state.status);
  const { link } = useHall();
  useTick();
  return (
    status && (
      <div className={styles.bar} role="alert" data-role="not-writable" data-reason={status.reason ?? 'failed'}>
        <span className={styles.text}>
          {t(`connection.notWritable.${status.reason ?? 'failed'}`)}
          <span className={styles.still}>{t('connection.notWritableStill')}</span>
        </span>
        <span className={styles.synced}>{t('connection.notWritableSince', { time: formatMoment(status.sinceAt, link.now(), locale) })}</span>
      </div>
    )
  );
}
