import type { ReactNode } from 'react';
import styles from './FieldTabs.module.css';

export type FieldTab = {
  readonly key: string;
  readonly label: string;
  /** What waits there; 0: nothing. */
  readonly waiting: number;
  /** What those on another tab have to know. */
  readonly news?: ReactNode;
  readonly content: ReactNode;
};

type FieldTabsProps = { readonly tabs: readonly FieldTab[]; readonly chosen: string; readonly onChoose: (key: string) => void };

/** What is chosen below fills the room between head and controls. */
export function FieldTabs({ tabs, chosen, onChoose }: FieldTabsProps) {
  return (
    <>
      {tabs.map(({ key, news }) => (key === chosen ? null : news))}
      <div className={styles.content} role="tabpanel" data-tab={chosen}>{tabs.find(({ key }) => key === chosen)?.content}</div>
      {tabs.length > 1 ? (
        <nav className={styles.bar} role="tablist">
          {tabs.map(({ key, label, waiting }) => (
            <button key={key} type="button" role="tab" aria-selected={key === chosen} data-role={`field-tab-${key}`} onClick={() => onChoose(key)}>
              {label}
              {waiting > 0 ? <span className={styles.count}>{waiting}</span> : null}
            </button>
          ))}
        </nav>
      ) : null}
    </>
  );
}
