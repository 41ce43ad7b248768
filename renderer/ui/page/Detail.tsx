import type { ReactNode } from 'react';
import styles from './Detail.module.css';

/** The chosen thing: its name, its facts, what can be done with it. */
export function Detail({ title, badge, actions, children }: { title: string; badge?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.root} aria-label={title} data-role="detail">
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {badge}
      </header>
      <div className={styles.body}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}

export type Fact = { readonly label: string; readonly value: ReactNode };

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={styles.fact}><dt>{label}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

/** A part of a detail with a heading of its own. */
export function DetailPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <h4 className={styles.partTitle}>{title}</h4>
      {children}
    </div>
  );
}
