import { useTranslation } from 'react-i18next';
import styles from '../Duty.module.css';

/** What is handed over, as it was written. */
export function HandOverText({ title, done, undone, waiting = false }: { title: string; done: string; undone: string; waiting?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.handOver}>
      <p className={styles.handOverTitle} data-waiting={waiting}>{title}</p>
      <dl className={styles.texts}>
        <dt>{t('duty.undone')}</dt>
        <dd>{undone === '' ? <span className={styles.none}>{t('duty.nothing')}</span> : undone}</dd>
        <dt>{t('duty.done')}</dt>
        <dd>{done === '' ? <span className={styles.none}>{t('duty.nothing')}</span> : done}</dd>
      </dl>
    </div>
  );
}
