import { useTranslation } from 'react-i18next';
import { HallMark } from '../../../ui/HallMark.tsx';
import { HallClock, useHallName } from '../../hall/index.ts';
import { WallContent } from '../../wallContent/index.ts';
import styles from './Visit.module.css';

/** A display of the wall while visitors are there: whose hall it is, the time, and sums. No picture, no map (it may not be shown in public), no name. */
export function VisitWall() {
  const { t } = useTranslation();
  const hallName = useHallName();
  return (
    <div className={styles.wall} data-role="visit-wall">
      <header className={styles.head}>
        <HallMark className={styles.wallMark} />
        <h1>{hallName ?? t('hall.productName')}</h1>
        <HallClock className={styles.wallClock} />
      </header>
      <div className={styles.figures}><WallContent content={{ kind: 'figures' }} tileKey="visit" density="full" /></div>
      <footer className={styles.foot}>
        {t('visit.wall')}
      </footer>
    </div>
  );
}
