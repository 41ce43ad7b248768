import { useTranslation } from 'react-i18next';
import { HallMark } from '../../../ui/HallMark.tsx';
import styles from './Content.module.css';

/** A tile that waits for a picture. */
export function EmptyContent() {
  const { t } = useTranslation();
  return (
    <div className={styles.still}>
      <HallMark className={styles.mark} />
      <p>{t('wall.tileStandby')}</p>
    </div>
  );
}

/** What a tile is for, while nothing of it is under way. */
export function NotUnderWay({ name, title, hint }: { name: string; title: string; hint: string }) {
  return (
    <div className={styles.still}>
      <HallMark className={styles.mark} />
      <p className={styles.name}>{name}</p>
      <p>{title}</p>
      <p className={styles.hint}>{hint}</p>
    </div>
  );
}
