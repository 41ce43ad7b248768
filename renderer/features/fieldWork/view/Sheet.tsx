import type { ReactNode } from 'react';
import styles from './Sheet.module.css';

type SheetProps = { readonly title: string; readonly closeLabel: string; readonly onClose: () => void; readonly footer: ReactNode; readonly children: ReactNode };

/** Covers the page but for talk and SOS. */
export function Sheet({ title, closeLabel, onClose, footer, children }: SheetProps) {
  return (
    <section className={styles.sheet} role="dialog" aria-modal="true" aria-label={title} data-role="field-sheet">
      <header className={styles.head}>
        <h1>{title}</h1>
        <button type="button" className={styles.close} data-role="field-sheet-close" onClick={onClose}>{closeLabel}</button>
      </header>
      <div className={styles.body}>{children}</div>
      <footer className={styles.foot}>{footer}</footer>
    </section>
  );
}
