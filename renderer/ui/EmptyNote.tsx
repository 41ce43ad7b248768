import type { ReactNode } from 'react';
import styles from './EmptyNote.module.css';

/** What a panel shows when it has nothing to show: what that means and what to do. */
export function EmptyNote({ title, hint, children }: { title: string; hint?: string | undefined; children?: ReactNode }) {
  return (
    <div className={styles.root}>
      <p className={styles.title}>{title}</p>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {children}
    </div>
  );
}
