import type { ReactNode } from 'react';
import { HallMark } from '../../ui/HallMark.tsx';
import styles from './StandbyFrame.module.css';

type StandbyFrameProps = {
  readonly hallName: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Which wall this is, small. */
  readonly foot: string;
  readonly clock: ReactNode;
};

export function StandbyFrame({ hallName, title, lines, foot, clock }: StandbyFrameProps) {
  return (
    <div className={styles.frame}>
      <HallMark className={styles.mark} />
      <p className={styles.hall}>{hallName}</p>
      {clock !== null && <p className={styles.clock}>{clock}</p>}
      <h1 className={styles.title}>{title}</h1>
      {lines.map((line) => (
        <p key={line} className={styles.line}>{line}</p>
      ))}
      <p className={styles.foot}>{foot}</p>
    </div>
  );
}
