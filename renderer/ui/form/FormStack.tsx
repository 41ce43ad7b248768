import type { ReactNode } from 'react';
import styles from './FormDialog.module.css';

/** Fields of a dialog one under the other, as `FormDialog` sets them. */
export function FormStack({ children }: { children: ReactNode }) {
  return <div className={styles.form}>{children}</div>;
}
