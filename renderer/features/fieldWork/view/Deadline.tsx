import { useEffect, useState } from 'react';
import { formatAge } from '../../../i18n/beijingTime.ts';
import type { Texts } from '../../field/index.ts';
import styles from './Work.module.css';

type DeadlineProps = { /** Hall time, ms. */ readonly at: number; readonly now: () => number; readonly texts: Texts };

/** How long one may still say yes. */
export function Deadline({ at, now, texts }: DeadlineProps) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  const leftMs = at - now();
  return <span className={styles.deadline}>{texts(leftMs > 0 ? 'work.acceptWithin' : 'work.acceptLate', { age: formatAge(Math.abs(leftMs), 'zh-CN') })}</span>;
}
