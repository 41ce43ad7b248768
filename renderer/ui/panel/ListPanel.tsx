import type { ReactNode } from 'react';
import styles from './ListPanel.module.css';

export type ListPanelProps = {
  /** For tests: which panel it is. */
  readonly role: string;
  /** False: what is shown is what was last known. */
  readonly fresh: boolean;
  /** Above the list; nothing for those who may do nothing. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
};

/** A docked list of cards, with what can be begun above it. */
export function ListPanel({ role, fresh, tools, children }: ListPanelProps) {
  return (
    <div className={styles.panel} data-synced={fresh} data-role={role}>
      {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      <div className={styles.list} data-panel-focus tabIndex={-1}>{children}</div>
    </div>
  );
}
