import type { ReactNode } from 'react';
import styles from './Panel.module.css';

export type PanelProps = {
  readonly title: string;
  /** Right of the title: counts, small controls. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** A titled region of the desk. */
export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.aside}>{aside}</div>
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
