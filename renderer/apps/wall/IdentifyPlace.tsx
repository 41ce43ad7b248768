import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { slotNumber, useHall } from '../../features/hall/index.ts';
import styles from './IdentifyPlace.module.css';

/** The number of this window's place, to be seen from any desk, for as long as the desk asked. */
export function IdentifyPlace() {
  const { t } = useTranslation();
  const { link, context: { slotId, deviceName } } = useHall();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = link.on('wall.identified', ({ forMs }) => {
      clearTimeout(timer);
      setShown(true);
      timer = setTimeout(() => setShown(false), forMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [link]);
  if (!shown || slotId === null) {
    return null;
  }
  const number = slotNumber(slotId);
  return (
    <div className={styles.identify} data-role="identify-place" data-number={number}>
      <strong>{number}</strong>
      <span>{t('wall.place', { number })} · {deviceName}</span>
    </div>
  );
}
