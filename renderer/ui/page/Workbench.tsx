import type { ReactNode } from 'react';
import styles from './Workbench.module.css';

export type WorkbenchProps = {
  /** Search, filters; grows over several lines where it must. */
  readonly tools: ReactNode;
  /** Above the list: what is not as usual. */
  readonly notice?: ReactNode;
  /** The list. */
  readonly children: ReactNode;
  /** What is chosen in the list, and what can be done with it. */
  readonly side: ReactNode;
  /** False: what is shown is what was last known. */
  readonly fresh: boolean;
  /** The chosen thing is as much to read as the list. */
  readonly wide?: boolean;
};

/** A list with its tools above and the chosen thing beside it. */
export function Workbench({ tools, notice, children, side, fresh, wide = false }: WorkbenchProps) {
  return (
    <div className={styles.root}>
      <div className={styles.tools} role="search">{tools}</div>
      {notice}
      <div className={styles.split} data-wide={wide}>
        <div className={styles.list} data-fresh={fresh}>{children}</div>
        <aside className={styles.side}>{side}</aside>
      </div>
    </div>
  );
}
