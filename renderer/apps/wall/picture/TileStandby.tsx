import { useTranslation } from 'react-i18next';
import { HallMark } from '../../../ui/HallMark.tsx';
import styles from './TileStandby.module.css';

/** A tile whose picture may not be shown. */
export function TileStandby() {
  const { t } = useTranslation();
  return (
    <div className={styles.standby}>
      <HallMark className={styles.mark} />
      <span>{t('wall.tileStandby')}</span>
    </div>
  );
}
