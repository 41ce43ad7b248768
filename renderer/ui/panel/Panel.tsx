import { createContext, useContext, type ReactNode } from 'react';
import styles from './Panel.module.css';

export type PanelProps = {
  readonly title: string;
  /** Right of the title: counts, small controls. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** Whether a tab says the panel's title already. */
export const DockedContext = createContext(false);

/** A titled region of the desk. In the dock its tab is its title, and only its controls are left of its head. */
export function Panel({ title, aside, children }: PanelProps) {
  const docked = useContext(DockedContext);
  return (
    <section className={styles.panel} aria-label={title}>
      {(!docked || aside !== undefined) && (
        <header className={styles.header} data-docked={docked}>
          {!docked && <h2 className={styles.title}>{title}</h2>}
          <div className={styles.aside}>{aside}</div>
        </header>
      )}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
