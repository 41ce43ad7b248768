import type { ReactNode } from 'react';
import styles from './Workbench.module.css';

/** One line across a page that a person should read. `waiting` is for what they should do something about. */
export function NoticeLine({ tone = 'plain', children }: { tone?: 'plain' | 'waiting' | 'lost'; children: ReactNode }) {
  return <div className={styles.notice} role="status" data-tone={tone}>{children}</div>;
}
